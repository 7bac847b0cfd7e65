-- Projects: what people build on the platform, alone or together.

create table projects (
  id integer generated always as identity primary key,
  owner_id integer not null references users (id) on delete restrict,
  name varchar(255) not null,
  slug varchar(255) not null unique,
  description text,
  status varchar(20) not null check (status in ('draft', 'active', 'archived')),
  settings jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null
);

create table project_members (
  id integer generated always as identity primary key,
  project_id integer not null references projects (id) on delete cascade,
  user_id integer not null references users (id) on delete cascade,
  role varchar(20) not null check (role in ('owner', 'editor', 'viewer')),
  created_at timestamptz not null default now(),
  unique (project_id, user_id)
);

create table pages (
  id integer generated always as identity primary key,
  project_id integer not null references projects (id) on delete cascade,
  title varchar(255) not null,
  path varchar(255) not null check (path like '/%'),
  layout jsonb not null default '{}',
  is_published boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (project_id, path)
);

create table components (
  id bigint generated always as identity primary key,
  page_id integer not null references pages (id) on delete cascade,
  kind varchar(50) not null,
  position integer not null check (position >= 0),
  properties jsonb not null default '{}',
  created_at timestamptz not null default now(),
  unique (page_id, position)
);

create table items (
  id bigint generated always as identity primary key,
  project_id integer not null references projects (id) on delete cascade,
  assignee_id integer references users (id) on delete set null,
  title varchar(255) not null,
  description text,
  status varchar(20) not null check (status in ('open', 'in_progress', 'done', 'cancelled')),
  priority smallint not null default 3 check (priority between 1 and 5),
  due_date date,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table comments (
  id bigint generated always as identity primary key,
  item_id bigint not null references items (id) on delete cascade,
  author_id integer references users (id) on delete set null,
  body text not null check (body <> ''),
  created_at timestamptz not null default now(),
  edited_at timestamptz
);

create table files (
  id bigint generated always as identity primary key,
  project_id integer not null references projects (id) on delete cascade,
  uploaded_by integer references users (id) on delete set null,
  filename varchar(255) not null,
  content_type varchar(100) not null,
  size_bytes bigint not null check (size_bytes >= 0),
  sha256 char(64) not null,
  storage_key text not null unique,
  created_at timestamptz not null default now()
);
