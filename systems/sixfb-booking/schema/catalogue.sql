-- Catalogue: what a shop offers.

create table service_categories (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  name text not null,
  position smallint not null default 0,
  created_at timestamptz not null default now(),
  unique (organization_id, name)
);

create table services (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  category_id integer references service_categories (id) on delete set null,
  name text not null,
  description text,
  duration_minutes integer not null check (duration_minutes between 5 and 480),
  base_price numeric(10, 2) not null check (base_price >= 0),
  deposit_percent smallint not null default 0 check (deposit_percent between 0 and 100),
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (organization_id, name)
);

create table barber_services (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  user_id integer not null,
  service_id integer not null references services (id) on delete cascade,
  price_override numeric(10, 2) check (price_override >= 0),
  created_at timestamptz not null default now(),
  unique (user_id, service_id),
  foreign key (organization_id, user_id) references users (organization_id, id) on delete cascade
);
