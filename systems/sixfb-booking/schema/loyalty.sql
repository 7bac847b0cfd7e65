-- Loyalty: points for visits.

create table loyalty_programs (
  id integer generated always as identity primary key,
  organization_id integer not null unique references organizations (id) on delete cascade,
  name text not null,
  points_per_visit integer not null check (points_per_visit > 0),
  reward_threshold integer not null check (reward_threshold > 0),
  is_active boolean not null default true,
  created_at timestamptz not null default now()
);

create table loyalty_transactions (
  id bigint generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  program_id integer not null references loyalty_programs (id) on delete cascade,
  client_id integer references clients (id) on delete cascade,
  appointment_id bigint references appointments (id) on delete set null,
  points integer not null check (points <> 0),
  created_at timestamptz not null default now()
);
