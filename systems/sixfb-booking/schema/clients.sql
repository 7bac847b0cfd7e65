-- Clients: who gets a haircut. Not each has an account of its own.

create table clients (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  -- Whose client it is.
  user_id integer,
  account_id integer references users (id) on delete set null,
  name text not null,
  email text,
  phone text not null,
  date_of_birth date,
  notes text,
  tags text[] not null default '{}',
  marketing_consent boolean not null default false,
  no_show_count integer not null default 0 check (no_show_count >= 0),
  last_visit timestamptz,
  total_spent numeric(10, 2) not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  foreign key (organization_id, user_id) references users (organization_id, id) on delete set null (user_id)
);

create table client_notes (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  client_id integer not null references clients (id) on delete cascade,
  author_id integer references users (id) on delete set null,
  note text not null,
  created_at timestamptz not null default now()
);
