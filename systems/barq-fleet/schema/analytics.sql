-- Analytics: figures that are kept, and the pages that show them.

create table performance_data (
  id bigint generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  courier_id integer not null references couriers (id) on delete cascade,
  date date not null,
  orders_completed integer not null default 0 check (orders_completed >= 0),
  orders_failed integer not null default 0 check (orders_failed >= 0),
  on_time_percentage numeric(5, 2) not null check (on_time_percentage between 0 and 100),
  distance_km numeric(8, 2) not null default 0,
  revenue numeric(10, 2) not null default 0,
  customer_rating numeric(3, 2),
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (courier_id, date)
);

create table kpis (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  code text not null,
  name text not null,
  category text not null check (category in ('fleet', 'operations', 'hr', 'finance', 'quality')),
  target_value numeric(12, 2),
  current_value numeric(12, 2),
  unit text not null,
  trend text not null check (trend in ('up', 'down', 'stable')),
  last_calculated_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (organization_id, code)
);

create table metric_snapshots (
  id bigint generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  kpi_id integer not null references kpis (id) on delete cascade,
  value numeric(14, 2) not null,
  dimensions jsonb not null default '{}',
  taken_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table dashboards (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  owner_id integer references users (id) on delete set null,
  name text not null,
  layout jsonb not null default '[]',
  is_default boolean not null default false,
  is_shared boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table reports (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  generated_by integer references users (id) on delete set null,
  name text not null,
  report_type text not null check (report_type in ('deliveries', 'cod', 'payroll', 'attendance', 'fleet')),
  format text not null check (format in ('pdf', 'xlsx', 'csv')),
  status text not null check (status in ('pending', 'generating', 'completed', 'failed')),
  parameters jsonb not null default '{}',
  file_url text,
  generated_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);
