-- Identity: people who sign in, what they may do, and what they sign in with.

create table users (
  id integer generated always as identity primary key,
  email varchar(255) not null,
  username varchar(100) not null,
  full_name varchar(255) not null,
  hashed_password varchar(255) not null,
  avatar_url text,
  bio text,
  locale varchar(10) not null default 'en',
  timezone varchar(64) not null default 'UTC',
  preferences jsonb not null default '{}',
  is_active boolean not null default true,
  is_superuser boolean not null default false,
  is_verified boolean not null default false,
  failed_logins integer not null default 0 check (failed_logins >= 0),
  last_login_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table roles (
  id integer generated always as identity primary key,
  name varchar(100) not null,
  description text,
  is_system boolean not null default false,
  created_at timestamptz not null default now()
);

create table permissions (
  id integer generated always as identity primary key,
  resource varchar(100) not null,
  action varchar(20) not null check (action in ('create', 'read', 'update', 'delete', 'execute', 'export')),
  description text,
  created_at timestamptz not null default now(),
  unique (resource, action)
);

create table user_roles (
  id integer generated always as identity primary key,
  user_id integer not null references users (id) on delete cascade,
  role_id integer not null references roles (id) on delete cascade,
  granted_by integer references users (id) on delete set null,
  created_at timestamptz not null default now(),
  unique (user_id, role_id)
);

create table role_permissions (
  id integer generated always as identity primary key,
  role_id integer not null references roles (id) on delete cascade,
  permission_id integer not null references permissions (id) on delete cascade,
  created_at timestamptz not null default now(),
  unique (role_id, permission_id)
);

create table sessions (
  id bigint generated always as identity primary key,
  user_id integer not null references users (id) on delete cascade,
  token_hash varchar(64) not null unique,
  ip_address varchar(45),
  user_agent text,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  check (expires_at > created_at)
);

create table api_keys (
  id integer generated always as identity primary key,
  user_id integer not null references users (id) on delete cascade,
  name varchar(100) not null,
  prefix varchar(12) not null,
  key_hash varchar(64) not null unique,
  scopes text[] not null default '{}',
  last_used_at timestamptz,
  expires_at timestamptz,
  created_at timestamptz not null default now()
);
