-- Support: tickets, knowledge base and live chat.

create table tickets (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  ticket_number text not null,
  courier_id integer references couriers (id) on delete set null,
  created_by integer references users (id) on delete set null,
  assigned_to integer references users (id) on delete set null,
  category text not null check (category in ('hr', 'vehicle', 'accommodation', 'finance', 'operations', 'it', 'other')),
  priority text not null check (priority in ('low', 'medium', 'high', 'urgent')),
  status text not null check (status in ('open', 'in_progress', 'pending', 'resolved', 'closed')),
  subject text not null,
  description text not null,
  sla_due_at timestamptz,
  first_response_at timestamptz,
  resolved_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (organization_id, ticket_number),
  check (resolved_at >= created_at)
);

create table ticket_replies (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  ticket_id integer not null references tickets (id) on delete cascade,
  user_id integer references users (id) on delete set null,
  message text not null,
  is_internal boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table ticket_attachments (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  ticket_id integer not null references tickets (id) on delete cascade,
  uploaded_by integer references users (id) on delete set null,
  file_name text not null,
  file_url text not null,
  mime_type text not null,
  size_bytes bigint not null check (size_bytes >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table ticket_templates (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  name text not null,
  category text not null,
  default_priority text not null check (default_priority in ('low', 'medium', 'high', 'urgent')),
  subject text not null,
  body text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (organization_id, name)
);

create table canned_responses (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  shortcut text not null,
  title text not null,
  body text not null,
  usage_count integer not null default 0 check (usage_count >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (organization_id, shortcut)
);

create table kb_categories (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  parent_id integer references kb_categories (id) on delete cascade,
  name text not null,
  position integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (organization_id, name)
);

create table kb_articles (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  kb_category_id integer references kb_categories (id) on delete set null,
  author_id integer references users (id) on delete set null,
  slug text not null,
  title text not null,
  content text not null,
  status text not null check (status in ('draft', 'published', 'archived')),
  tags text[] not null default '{}',
  view_count integer not null default 0 check (view_count >= 0),
  published_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (organization_id, slug)
);

create table faqs (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  question text not null,
  answer text not null,
  category text not null,
  position integer not null default 0,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table chat_sessions (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  courier_id integer references couriers (id) on delete set null,
  agent_id integer references users (id) on delete set null,
  ticket_id integer references tickets (id) on delete set null,
  status text not null check (status in ('waiting', 'active', 'closed')),
  started_at timestamptz not null,
  ended_at timestamptz check (ended_at >= started_at),
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table chat_messages (
  id bigint generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  chat_session_id integer not null references chat_sessions (id) on delete cascade,
  sender text not null check (sender in ('courier', 'agent', 'system')),
  message text not null,
  read_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table support_feedbacks (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  ticket_id integer not null references tickets (id) on delete cascade,
  rating smallint not null check (rating between 1 and 5),
  comment text,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (ticket_id)
);
