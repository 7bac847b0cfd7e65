-- Insights: what the coach of the Six Figure Barber method has worked out for a user.

create table ai_insight_cache (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  user_id integer not null,
  insight_type text not null check (insight_type in ('revenue', 'retention', 'pricing', 'schedule', 'upsell')),
  title text not null,
  content jsonb not null,
  confidence numeric(4, 3) not null check (confidence between 0 and 1),
  is_active boolean not null default true,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  foreign key (organization_id, user_id) references users (organization_id, id) on delete cascade
);

create table revenue_goals (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  user_id integer not null,
  year smallint not null check (year between 2000 and 2100),
  target_amount numeric(10, 2) not null check (target_amount > 0),
  created_at timestamptz not null default now(),
  unique (user_id, year),
  foreign key (organization_id, user_id) references users (organization_id, id) on delete cascade
);
