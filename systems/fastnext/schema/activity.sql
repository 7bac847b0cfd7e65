-- Activity: what people did, what it changed, and who was told.

create table activity_logs (
  id bigint generated always as identity primary key,
  user_id integer not null references users (id) on delete cascade,
  action varchar(100) not null,
  details jsonb,
  ip_address varchar(45),
  user_agent text,
  "timestamp" timestamptz not null default now()
);

create table audit_trails (
  id bigint generated always as identity primary key,
  user_id integer references users (id) on delete set null,
  entity_type varchar(50) not null,
  entity_id bigint not null,
  action varchar(20) not null check (action in ('create', 'update', 'delete', 'restore')),
  old_values jsonb,
  new_values jsonb,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now()
);

create table notifications (
  id bigint generated always as identity primary key,
  user_id integer not null references users (id) on delete cascade,
  actor_id integer references users (id) on delete set null,
  kind varchar(50) not null,
  title varchar(255) not null,
  body text,
  payload jsonb not null default '{}',
  is_read boolean not null default false,
  created_at timestamptz not null default now(),
  read_at timestamptz,
  check (is_read = (read_at is not null))
);
