-- Tenancy: the shops that use the product, and who signs in.

create table organizations (
  id integer generated always as identity primary key,
  name text not null,
  slug text not null unique,
  billing_plan text not null check (billing_plan in ('trial', 'individual', 'studio', 'salon', 'enterprise')),
  chairs_count integer not null check (chairs_count > 0),
  timezone text not null default 'UTC',
  phone text,
  email text,
  website text,
  stripe_account_id text,
  settings jsonb not null default '{}',
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table locations (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  name text not null,
  street_address text not null,
  city text not null,
  state text not null,
  zip_code text not null,
  phone text,
  is_active boolean not null default true,
  created_at timestamptz not null default now()
);

-- Staff and clients who sign in. `organization_id` is where a user belongs; who works in several shops has a row for
-- each in user_organizations.
create table users (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  email text not null unique,
  hashed_password text not null,
  name text not null,
  phone text,
  unified_role text not null
    check (unified_role in ('SHOP_OWNER', 'SHOP_MANAGER', 'BARBER', 'RECEPTIONIST', 'CLIENT')),
  is_active boolean not null default true,
  email_verified boolean not null default false,
  lifetime_value numeric(10, 2) not null default 0 check (lifetime_value >= 0),
  commission_rate numeric(4, 3) check (commission_rate between 0 and 1),
  bio text,
  avatar_url text,
  timezone text not null default 'UTC',
  last_login_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  -- What names a barber names the shop too, so that no shop can book or pay another's.
  unique (organization_id, id)
);

create table user_organizations (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  user_id integer not null references users (id) on delete cascade,
  role text not null check (role in ('owner', 'manager', 'barber', 'receptionist', 'client')),
  is_primary boolean not null default false,
  joined_at timestamptz not null default now(),
  unique (user_id, organization_id)
);

create table user_sessions (
  id bigint generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  user_id integer not null references users (id) on delete cascade,
  token_hash text not null unique,
  ip_address inet not null,
  user_agent text not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  created_at timestamptz not null default now()
);

create table audit_logs (
  id bigint generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  user_id integer references users (id) on delete set null,
  action text not null,
  entity text not null,
  entity_id bigint not null,
  changes jsonb not null default '{}',
  created_at timestamptz not null default now()
);
