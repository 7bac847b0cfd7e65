-- Core: people who sign in, and what they may do. Shared by all tenants.

create table users (
  id integer generated always as identity primary key,
  email text not null unique,
  full_name text not null,
  phone text,
  hashed_password text,
  locale text not null default 'ar-SA',
  is_active boolean not null default true,
  is_superuser boolean not null default false,
  last_login_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table roles (
  id integer generated always as identity primary key,
  name text not null unique,
  description text,
  is_system boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table permissions (
  id integer generated always as identity primary key,
  resource text not null,
  action text not null check (action in ('create', 'read', 'update', 'delete', 'approve', 'export')),
  description text,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (resource, action)
);

create table user_roles (
  id integer generated always as identity primary key,
  user_id integer not null references users (id) on delete cascade,
  role_id integer not null references roles (id) on delete cascade,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (user_id, role_id)
);

create table role_permissions (
  id integer generated always as identity primary key,
  role_id integer not null references roles (id) on delete cascade,
  permission_id integer not null references permissions (id) on delete cascade,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (role_id, permission_id)
);

create table password_reset_tokens (
  id integer generated always as identity primary key,
  user_id integer not null references users (id) on delete cascade,
  token_hash text not null unique,
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  check (used_at is null or used_at <= expires_at)
);
