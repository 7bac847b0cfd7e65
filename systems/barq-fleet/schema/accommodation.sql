-- Accommodation: the housing that the companies give to their couriers.

create table buildings (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  name text not null,
  address text not null,
  city text not null,
  total_rooms integer not null check (total_rooms > 0),
  total_capacity integer not null check (total_capacity > 0),
  monthly_rent numeric(10, 2) not null default 0,
  contract_end_date date,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (organization_id, name)
);

create table rooms (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  building_id integer not null references buildings (id) on delete cascade,
  room_number text not null,
  capacity integer not null check (capacity > 0),
  occupied integer not null default 0,
  status text not null check (status in ('available', 'occupied', 'maintenance')),
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (building_id, room_number),
  check (occupied between 0 and capacity)
);

create table beds (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  room_id integer not null references rooms (id) on delete cascade,
  bed_number smallint not null check (bed_number > 0),
  status text not null check (status in ('available', 'occupied', 'reserved', 'maintenance')),
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (room_id, bed_number)
);

create table allocations (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  courier_id integer not null references couriers (id) on delete cascade,
  bed_id integer not null references beds (id) on delete cascade,
  status text not null check (status in ('active', 'ended')),
  allocation_date date not null,
  release_date date check (release_date >= allocation_date),
  created_at timestamptz not null default now(),
  updated_at timestamptz
);
