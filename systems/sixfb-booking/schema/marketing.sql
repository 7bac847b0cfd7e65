-- Marketing: campaigns by mail and text message.

create table marketing_campaigns (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  created_by integer references users (id) on delete set null,
  name text not null,
  channel text not null check (channel in ('email', 'sms')),
  status text not null check (status in ('draft', 'scheduled', 'sent', 'cancelled')),
  subject text,
  body text not null,
  audience jsonb not null default '{}',
  sent_at timestamptz,
  created_at timestamptz not null default now()
);

create table campaign_messages (
  id bigint generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  campaign_id integer not null references marketing_campaigns (id) on delete cascade,
  client_id integer references clients (id) on delete cascade,
  status text not null check (status in ('queued', 'delivered', 'opened', 'clicked', 'bounced')),
  created_at timestamptz not null default now()
);
