-- Workflows: templates that people design, and what has been run of them.

create table workflow_templates (
  id integer generated always as identity primary key,
  project_id integer references projects (id) on delete cascade,
  created_by integer references users (id) on delete set null,
  name varchar(255) not null,
  description text,
  version integer not null default 1 check (version > 0),
  status varchar(20) not null check (status in ('draft', 'published', 'retired')),
  config jsonb not null check (jsonb_typeof(config -> 'steps') = 'array'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null
);

create table workflow_instances (
  id bigint generated always as identity primary key,
  template_id integer not null references workflow_templates (id) on delete cascade,
  started_by integer references users (id) on delete set null,
  status varchar(20) not null check (status in ('running', 'completed', 'failed', 'cancelled')),
  context jsonb not null default '{}',
  started_at timestamptz not null,
  finished_at timestamptz,
  check ((status = 'running') = (finished_at is null))
);

create table workflow_steps (
  id bigint generated always as identity primary key,
  instance_id bigint not null references workflow_instances (id) on delete cascade,
  position integer not null check (position > 0),
  step_type varchar(50) not null,
  status varchar(20) not null check (status in ('pending', 'running', 'completed', 'failed', 'skipped')),
  attempts integer not null default 0,
  output jsonb,
  started_at timestamptz,
  finished_at timestamptz,
  unique (instance_id, position)
);

create table workflow_transitions (
  id bigint generated always as identity primary key,
  instance_id bigint not null references workflow_instances (id) on delete cascade,
  from_status varchar(20),
  to_status varchar(20) not null,
  reason text,
  created_at timestamptz not null default now()
);
