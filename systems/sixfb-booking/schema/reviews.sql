-- Reviews: what clients say of a visit.

create table reviews (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  appointment_id bigint references appointments (id) on delete set null,
  client_id integer references clients (id) on delete set null,
  barber_id integer not null,
  rating smallint not null check (rating between 1 and 5),
  comment text,
  platform text not null check (platform in ('own', 'google', 'yelp')),
  created_at timestamptz not null default now(),
  foreign key (organization_id, barber_id) references users (organization_id, id)
);

create table review_responses (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  review_id integer not null unique references reviews (id) on delete cascade,
  author_id integer references users (id) on delete set null,
  body text not null,
  created_at timestamptz not null default now()
);
