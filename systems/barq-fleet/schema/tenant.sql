-- Tenant: the fleet companies that use the product.

create table organizations (
  id integer generated always as identity primary key,
  name text not null,
  slug text not null unique,
  commercial_registration text,
  vat_number text,
  city text not null,
  subscription_plan text not null check (subscription_plan in ('FREE', 'BASIC', 'PROFESSIONAL', 'ENTERPRISE')),
  subscription_status text not null check (subscription_status in ('TRIAL', 'ACTIVE', 'SUSPENDED', 'CANCELLED')),
  max_users integer not null check (max_users > 0),
  max_couriers integer not null check (max_couriers > 0),
  max_vehicles integer not null check (max_vehicles > 0),
  trial_ends_at timestamptz,
  settings jsonb not null default '{}',
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table organization_users (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  user_id integer not null references users (id) on delete cascade,
  role text not null check (role in ('OWNER', 'ADMIN', 'MANAGER', 'DISPATCHER', 'VIEWER')),
  is_active boolean not null default true,
  joined_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (organization_id, user_id)
);
