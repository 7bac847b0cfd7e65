-- Inventory: what is sold over the counter.

create table products (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  sku text not null,
  name text not null,
  price numeric(10, 2) not null check (price >= 0),
  cost numeric(10, 2) not null check (cost >= 0),
  stock integer not null default 0,
  reorder_level integer not null default 5,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  unique (organization_id, sku)
);

create table product_sales (
  id bigint generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  product_id integer not null references products (id) on delete cascade,
  appointment_id bigint references appointments (id) on delete set null,
  quantity smallint not null check (quantity > 0),
  unit_price numeric(10, 2) not null check (unit_price >= 0),
  created_at timestamptz not null default now()
);

create table stock_movements (
  id bigint generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  product_id integer not null references products (id) on delete cascade,
  change integer not null check (change <> 0),
  reason text not null check (reason in ('delivery', 'sale', 'count', 'loss')),
  created_at timestamptz not null default now()
);
