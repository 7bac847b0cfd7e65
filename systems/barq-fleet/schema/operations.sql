-- Operations: from an order to the cash in hand. Keys of tables that grow with every delivery are bigint: a million
-- deliveries a day would use up an integer in six years.

create table zones (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  name text not null,
  city text not null,
  status text not null check (status in ('active', 'inactive')),
  center_latitude numeric(9, 6) not null,
  center_longitude numeric(9, 6) not null,
  radius_km numeric(5, 2) not null check (radius_km > 0),
  service_fee numeric(8, 2) not null default 0,
  max_couriers integer,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (organization_id, name)
);

create table routes (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  courier_id integer not null references couriers (id) on delete cascade,
  zone_id integer references zones (id) on delete set null,
  route_date date not null,
  status text not null check (status in ('planned', 'in_progress', 'completed', 'cancelled')),
  stops integer not null check (stops >= 0),
  distance_km numeric(7, 2) not null,
  duration_minutes integer not null,
  is_optimized boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table deliveries (
  id bigint generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  courier_id integer references couriers (id) on delete set null,
  zone_id integer references zones (id) on delete set null,
  tracking_number text not null,
  status text not null
    check (status in ('pending', 'assigned', 'picked_up', 'in_transit', 'delivered', 'failed', 'returned', 'cancelled')),
  priority smallint not null default 2 check (priority between 1 and 4),
  customer_name text not null,
  customer_phone text not null,
  pickup_address text not null,
  delivery_address text not null,
  pickup_time timestamptz,
  estimated_delivery_time timestamptz,
  delivery_time timestamptz,
  cod_amount numeric(10, 2) not null default 0 check (cod_amount >= 0),
  delivery_fee numeric(8, 2) not null default 0 check (delivery_fee >= 0),
  notes text,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  check (delivery_time >= pickup_time)
);

create table cod_transactions (
  id bigint generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  courier_id integer not null references couriers (id) on delete cascade,
  delivery_id bigint references deliveries (id) on delete set null,
  amount numeric(10, 2) not null check (amount > 0),
  status text not null check (status in ('pending', 'collected', 'deposited', 'reconciled')),
  collection_date date not null,
  deposit_date date check (deposit_date >= collection_date),
  reference_number text,
  notes text,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table dispatch_assignments (
  id bigint generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  delivery_id bigint not null references deliveries (id) on delete cascade,
  courier_id integer references couriers (id) on delete set null,
  status text not null check (status in ('offered', 'accepted', 'rejected', 'expired', 'completed')),
  algorithm text not null check (algorithm in ('nearest', 'load_balanced', 'manual', 'ai_optimized')),
  distance_km numeric(7, 2),
  offered_at timestamptz not null,
  responded_at timestamptz check (responded_at >= offered_at),
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table priority_queue_entries (
  id bigint generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  delivery_id bigint not null references deliveries (id) on delete cascade,
  zone_id integer references zones (id) on delete set null,
  status text not null check (status in ('queued', 'processing', 'assigned', 'expired')),
  priority text not null check (priority in ('critical', 'urgent', 'high', 'normal', 'low')),
  score numeric(8, 2) not null,
  queued_at timestamptz not null,
  expires_at timestamptz check (expires_at > queued_at),
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table incidents (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  courier_id integer references couriers (id) on delete set null,
  vehicle_id integer references vehicles (id) on delete set null,
  incident_type text not null check (incident_type in ('accident', 'theft', 'damage', 'violation', 'complaint')),
  status text not null check (status in ('reported', 'investigating', 'resolved', 'closed')),
  incident_date date not null,
  description text not null,
  cost numeric(10, 2) not null default 0,
  resolution text,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table handovers (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  from_courier_id integer references couriers (id) on delete set null,
  to_courier_id integer not null references couriers (id) on delete cascade,
  vehicle_id integer references vehicles (id) on delete set null,
  handover_type text not null check (handover_type in ('shift_start', 'shift_end', 'emergency', 'vehicle_swap')),
  status text not null check (status in ('pending', 'approved', 'completed', 'rejected')),
  handed_over_at timestamptz not null,
  pending_deliveries integer not null default 0,
  pending_cod numeric(10, 2) not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table sla_definitions (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  code text not null,
  name text not null,
  sla_type text not null check (sla_type in ('delivery_time', 'pickup_time', 'response_time', 'success_rate')),
  target_value numeric(8, 2) not null,
  warning_threshold numeric(8, 2),
  unit text not null check (unit in ('minutes', 'percent')),
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (organization_id, code)
);

create table sla_tracking (
  id bigint generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  sla_definition_id integer not null references sla_definitions (id) on delete cascade,
  delivery_id bigint references deliveries (id) on delete cascade,
  courier_id integer references couriers (id) on delete set null,
  status text not null check (status in ('active', 'warning', 'met', 'breached')),
  started_at timestamptz not null,
  target_at timestamptz not null check (target_at > started_at),
  completed_at timestamptz,
  actual_value numeric(8, 2),
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table quality_metrics (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  code text not null,
  name text not null,
  metric_type text not null check (metric_type in ('appearance', 'punctuality', 'handling', 'communication', 'safety')),
  target_value numeric(6, 2) not null,
  weight numeric(4, 2) not null default 1 check (weight > 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (organization_id, code)
);

create table quality_inspections (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  quality_metric_id integer not null references quality_metrics (id) on delete cascade,
  courier_id integer not null references couriers (id) on delete cascade,
  inspector_id integer references users (id) on delete set null,
  status text not null check (status in ('scheduled', 'completed', 'failed')),
  inspection_date date not null,
  score numeric(5, 2) check (score between 0 and 100),
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table customer_feedbacks (
  id bigint generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  delivery_id bigint references deliveries (id) on delete cascade,
  courier_id integer references couriers (id) on delete set null,
  rating smallint not null check (rating between 1 and 5),
  sentiment text not null check (sentiment in ('positive', 'neutral', 'negative')),
  comment text,
  submitted_at timestamptz not null,
  is_resolved boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);
