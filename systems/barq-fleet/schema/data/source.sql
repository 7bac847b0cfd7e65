-- What only this product's rows are drawn from. The schema is dropped when the build is done.

-- One of a tenant's rows in a table that holds `count` rows of each tenant, interleaved.
create function build.own(organization_id integer, count bigint, id bigint, salt bigint)
  returns integer language sql immutable
  return (choice(id, salt, count) * size('organizations'))::integer + organization_id;

create function build.person(id bigint)
  returns text language sql immutable
  return pick('{Abdullah,Ahmed,Ali,Bilal,Faisal,Farhan,Hamad,Hassan,Imran,Khalid,Majed,Mohammed,Omar,Saad,Usman}', id, 901)
    || ' ' || pick('{Al-Ghamdi,Al-Harbi,Al-Otaibi,Al-Qahtani,Ansari,Hossain,Iqbal,Khan,Malik,Rahman,Shaikh,Thapa}', id, 902);

create function build.city(id bigint)
  returns text language sql immutable
  return weighted('{Riyadh,Jeddah,Dammam,Makkah,Madinah,Khobar,Abha}', '{35,60,75,83,90,96}', id, 903);

create function build.phone(id bigint)
  returns text language sql immutable
  return '+9665' || (10000000 + choice(id, 904, 90000000));

-- One row for each courier that is to be: the tables below take theirs from it.
create table build.riders (
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
create table build.crew (
  position integer primary key,
  id integer not null,
  organization_id integer not null,
  vehicle_id integer,
  joined date not null
);
