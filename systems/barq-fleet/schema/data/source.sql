-- What the data is drawn from. Nothing is random: each choice is a hash of a row's id and a salt, so two builds agree
-- to the last byte. The schema is dropped when the build is done.

create schema barq_build;

create table barq_build.dimensions (name text primary key, value bigint not null);

create table barq_build.tenants (
  organization_id integer primary key,
  first_slot integer not null,
  couriers integer not null,
  active integer not null,
  in_service integer not null
);

-- Declared immutable so that the planner folds it into each statement: a dimension never changes during a build.
create function barq_build.size(name text)
  returns bigint language sql immutable strict
  return (select value from dimensions d where d.name = size.name);

create function barq_build.anchor()
  returns timestamptz language sql immutable
  return timestamptz '2025-01-06 00:00:00+00';

create function barq_build.choice(id bigint, salt bigint, count bigint)
  returns integer language sql immutable
  return ((hashint8extended(id, salt) & 9223372036854775807) % count)::integer;

-- At or above 0 and below 1: 52 bits are what a double holds exactly.
create function barq_build.share(id bigint, salt bigint)
  returns double precision language sql immutable
  return (hashint8extended(id, salt) & 4503599627370495) / 4503599627370496.0::double precision;

create function barq_build.pick(options text[], id bigint, salt bigint)
  returns text language sql immutable
  return options[1 + choice(id, salt, cardinality(options))];

-- As `pick`, with a share for each option but the last: the bounds are cumulative percentages.
create function barq_build.weighted(options text[], bounds integer[], id bigint, salt bigint)
  returns text language sql immutable
  return options[1 + width_bucket(choice(id, salt, 100), bounds)];

create function barq_build.moment(id bigint, salt bigint, days double precision)
  returns timestamptz language sql immutable
  return anchor() - interval '1 day' * (days * share(id, salt));

create function barq_build.day(moment timestamptz)
  returns date language sql immutable
  return (moment at time zone 'UTC')::date;

-- One of a tenant's rows in a table that holds `count` rows of each tenant, interleaved.
create function barq_build.own(organization_id integer, count bigint, id bigint, salt bigint)
  returns integer language sql immutable
  return (choice(id, salt, count) * size('organizations'))::integer + organization_id;

-- Multiplying by a number without a common factor is a permutation: a tenant's ids are spread over the whole table, as
-- they are where many companies hire at the same time, and can still be computed from the tenant alone.
create function barq_build.scatter(slot bigint, count bigint)
  returns integer language sql immutable
  return (slot * 7919 % count)::integer + 1;

create function barq_build.person(id bigint)
  returns text language sql immutable
  return pick('{Abdullah,Ahmed,Ali,Bilal,Faisal,Farhan,Hamad,Hassan,Imran,Khalid,Majed,Mohammed,Omar,Saad,Usman}', id, 901)
    || ' ' || pick('{Al-Ghamdi,Al-Harbi,Al-Otaibi,Al-Qahtani,Ansari,Hossain,Iqbal,Khan,Malik,Rahman,Shaikh,Thapa}', id, 902);

create function barq_build.city(id bigint)
  returns text language sql immutable
  return weighted('{Riyadh,Jeddah,Dammam,Makkah,Madinah,Khobar,Abha}', '{35,60,75,83,90,96}', id, 903);

create function barq_build.phone(id bigint)
  returns text language sql immutable
  return '+9665' || (10000000 + choice(id, 904, 90000000));

-- One row for each courier that is to be: the tables below take theirs from it.
create table barq_build.riders (
  slot integer primary key,
  id integer not null,
  organization_id integer not null,
  first_slot integer not null,
  in_service integer not null,
  status text not null,
  vehicle_id integer,
  joined date not null
);

-- The couriers who work, numbered without gaps from 0.
create table barq_build.crew (
  position integer primary key,
  id integer not null,
  organization_id integer not null,
  vehicle_id integer,
  joined date not null
);
