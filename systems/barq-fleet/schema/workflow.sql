-- Workflow: requests that travel through people, and rules that act by themselves.

create table workflow_templates (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  name text not null,
  category text not null check (category in ('hr', 'fleet', 'finance', 'operations')),
  trigger_type text not null check (trigger_type in ('manual', 'automatic', 'scheduled')),
  version integer not null default 1 check (version > 0),
  config jsonb not null default '{}',
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (organization_id, name, version)
);

create table workflow_steps (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  workflow_template_id integer not null references workflow_templates (id) on delete cascade,
  position integer not null check (position > 0),
  name text not null,
  step_type text not null check (step_type in ('approval', 'task', 'notification', 'condition')),
  config jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (workflow_template_id, position)
);

create table workflow_instances (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  workflow_template_id integer not null references workflow_templates (id) on delete cascade,
  courier_id integer references couriers (id) on delete set null,
  initiated_by integer references users (id) on delete set null,
  status text not null
    check (status in ('draft', 'in_progress', 'pending_approval', 'approved', 'rejected', 'completed', 'cancelled')),
  current_step integer not null default 1 check (current_step > 0),
  data jsonb not null default '{}',
  started_at timestamptz not null,
  completed_at timestamptz check (completed_at >= started_at),
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table workflow_history (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  workflow_instance_id integer not null references workflow_instances (id) on delete cascade,
  actor_id integer references users (id) on delete set null,
  event text not null check (event in ('created', 'step_completed', 'approved', 'rejected', 'completed', 'cancelled')),
  previous_state text,
  new_state text,
  happened_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table workflow_comments (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  workflow_instance_id integer not null references workflow_instances (id) on delete cascade,
  user_id integer references users (id) on delete set null,
  comment text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table workflow_slas (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  workflow_template_id integer not null references workflow_templates (id) on delete cascade,
  response_minutes integer not null check (response_minutes > 0),
  resolution_minutes integer not null,
  escalate_to text,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  check (resolution_minutes >= response_minutes)
);

create table approval_chains (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  workflow_template_id integer references workflow_templates (id) on delete cascade,
  name text not null,
  levels integer not null check (levels between 1 and 10),
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (organization_id, name)
);

create table approval_chain_approvers (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  approval_chain_id integer not null references approval_chains (id) on delete cascade,
  user_id integer not null references users (id) on delete cascade,
  level integer not null check (level > 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (approval_chain_id, level, user_id)
);

create table approval_requests (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  workflow_instance_id integer not null references workflow_instances (id) on delete cascade,
  approver_id integer references users (id) on delete set null,
  level integer not null check (level > 0),
  status text not null check (status in ('pending', 'approved', 'rejected', 'delegated', 'expired')),
  requested_at timestamptz not null,
  responded_at timestamptz check (responded_at >= requested_at),
  comments text,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table workflow_automations (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  name text not null,
  trigger_event text not null,
  action_type text not null check (action_type in ('send_email', 'send_sms', 'create_task', 'update_record', 'webhook')),
  config jsonb not null default '{}',
  is_active boolean not null default true,
  last_run_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (organization_id, name)
);

create table automation_execution_logs (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  workflow_automation_id integer not null references workflow_automations (id) on delete cascade,
  status text not null check (status in ('success', 'failed', 'skipped')),
  duration_ms integer not null check (duration_ms >= 0),
  error text,
  executed_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);
