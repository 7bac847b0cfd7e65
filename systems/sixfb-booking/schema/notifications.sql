-- Notifications: reminders and confirmations.

create table notification_preferences (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  user_id integer not null unique references users (id) on delete cascade,
  email_enabled boolean not null default true,
  sms_enabled boolean not null default true,
  reminder_hours smallint not null default 24 check (reminder_hours between 1 and 168)
);

create table notifications (
  id bigint generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  appointment_id bigint references appointments (id) on delete cascade,
  client_id integer references clients (id) on delete cascade,
  kind text not null check (kind in ('confirmation', 'reminder', 'cancellation', 'follow_up')),
  channel text not null check (channel in ('email', 'sms', 'push')),
  status text not null check (status in ('queued', 'sent', 'delivered', 'failed')),
  sent_at timestamptz,
  created_at timestamptz not null default now()
);
