-- Booking: when barbers work, and who comes when.

-- Times of day in the shop's time zone, which is UTC for all of them.
create table barber_availability (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  user_id integer not null,
  -- As extract(dow) counts: 0 is Sunday.
  day_of_week smallint not null check (day_of_week between 0 and 6),
  start_time time not null,
  end_time time not null check (end_time > start_time),
  is_available boolean not null default true,
  created_at timestamptz not null default now(),
  unique (user_id, day_of_week, start_time),
  foreign key (organization_id, user_id) references users (organization_id, id) on delete cascade
);

create table barber_time_off (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  user_id integer not null,
  starts_on date not null,
  ends_on date not null check (ends_on >= starts_on),
  reason text not null check (reason in ('vacation', 'sick', 'training', 'other')),
  approved_by integer references users (id) on delete set null,
  created_at timestamptz not null default now(),
  foreign key (organization_id, user_id) references users (organization_id, id) on delete cascade
);

create table appointment_series (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  barber_id integer not null,
  client_id integer not null references clients (id) on delete cascade,
  service_id integer references services (id) on delete set null,
  every_weeks smallint not null check (every_weeks between 1 and 26),
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  foreign key (organization_id, barber_id) references users (organization_id, id)
);

-- A barber with a history is made inactive, not deleted: that key has no action. With its whole organization it goes.
create table appointments (
  id bigint generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  location_id integer references locations (id) on delete set null,
  barber_id integer not null,
  client_id integer references clients (id) on delete set null,
  service_id integer references services (id) on delete set null,
  service_name text not null,
  status text not null check (status in ('pending', 'confirmed', 'completed', 'cancelled', 'no_show')),
  start_time timestamptz not null,
  end_time timestamptz not null,
  price numeric(10, 2) not null check (price >= 0),
  source text not null default 'web' check (source in ('web', 'app', 'phone', 'walk_in', 'google')),
  notes text,
  reminder_sent_at timestamptz,
  cancelled_at timestamptz,
  cancellation_reason text,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  foreign key (organization_id, barber_id) references users (organization_id, id),
  -- The service looks for what overlaps among those that begin at most so long before.
  constraint appointments_length check (end_time > start_time and end_time - start_time <= interval '8 hours')
);

create table waitlist_entries (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  client_id integer not null references clients (id) on delete cascade,
  barber_id integer,
  service_id integer references services (id) on delete cascade,
  wanted_on date not null,
  status text not null check (status in ('waiting', 'offered', 'booked', 'expired')),
  created_at timestamptz not null default now(),
  foreign key (organization_id, barber_id) references users (organization_id, id) on delete cascade
);
