-- Admin: keys, integrations, jobs and the trail of what was done. Backups are the platform's own.

create table api_keys (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  created_by integer references users (id) on delete set null,
  name text not null,
  key_hash text not null unique,
  scopes text[] not null default '{}',
  status text not null check (status in ('active', 'revoked', 'expired')),
  rate_limit_per_minute integer not null default 60 check (rate_limit_per_minute > 0),
  last_used_at timestamptz,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table integrations (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  name text not null,
  integration_type text not null check (integration_type in ('payment', 'sms', 'email', 'maps', 'erp', 'marketplace')),
  status text not null check (status in ('active', 'inactive', 'error')),
  config jsonb not null default '{}',
  last_sync_at timestamptz,
  error_count integer not null default 0 check (error_count >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (organization_id, name)
);

create table background_jobs (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  job_type text not null check (job_type in ('report', 'import', 'export', 'payroll', 'sync', 'cleanup')),
  status text not null check (status in ('queued', 'running', 'completed', 'failed')),
  progress smallint not null default 0 check (progress between 0 and 100),
  payload jsonb not null default '{}',
  error text,
  started_at timestamptz,
  finished_at timestamptz check (finished_at >= started_at),
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table backups (
  id integer generated always as identity primary key,
  backup_type text not null check (backup_type in ('full', 'incremental', 'schema')),
  status text not null check (status in ('running', 'completed', 'failed')),
  storage_url text,
  size_bytes bigint check (size_bytes >= 0),
  started_at timestamptz not null,
  finished_at timestamptz check (finished_at >= started_at),
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table audit_logs (
  id bigint generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  user_id integer references users (id) on delete set null,
  action text not null check (action in ('create', 'read', 'update', 'delete', 'login', 'export', 'approve')),
  resource_type text not null,
  resource_id bigint,
  changes jsonb,
  ip_address inet,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);
