-- What only this product's rows are drawn from. The schema is dropped when the build is done.

-- One of a tenant's rows in a table that holds `count` rows of each tenant, interleaved.
create function build.own(organization_id integer, count bigint, id bigint, salt bigint)
  returns integer language sql immutable
  return (choice(id, salt, count) * size('organizations'))::integer + organization_id;

create function build.person(id bigint)
  returns text language sql immutable
  return pick('{Aaron,Alex,Andre,Ben,Carlos,Darnell,David,Dre,Eli,Isaiah,Jamal,Jose,Kevin,Luis,Marcus,Mike,Omar,Rico,Sam,Tyrell}', id, 901)
    || ' ' || pick('{Adams,Brown,Carter,Davis,Evans,Garcia,Green,Harris,Jackson,Johnson,Lopez,Martin,Moore,Nguyen,Ortiz,Reed,Smith,Taylor,White,Young}', id, 902);

create function build.phone(id bigint)
  returns text language sql immutable
  return '+1' || (2010000000::bigint + choice(id, 904, 700000000));

-- The first day of the story, 18 months before it stands still. It goes on for 30 days of bookings.
create function build.first_day()
  returns date language sql immutable
  return (day(anchor()) - interval '18 months')::date;

-- Opening hours, from and before; none on Sundays, but in every fourth shop.
create function build.opens(organization_id integer, day_of_week integer)
  returns integer language sql immutable
  return (case when organization_id % 4 = 0 then '{11,10,9,9,9,9,8}'::integer[] else '{null,10,9,9,9,9,8}' end)[day_of_week + 1];

create function build.closes(organization_id integer, day_of_week integer)
  returns integer language sql immutable
  return (case when organization_id % 4 = 0 then '{17,18,19,19,20,20,18}'::integer[] else '{null,18,19,19,20,20,18}' end)[day_of_week + 1];

-- A barber has Monday, Tuesday or Wednesday off.
create function build.works(barber_id integer, organization_id integer, day_of_week integer)
  returns boolean language sql immutable
  return opens(organization_id, day_of_week) is not null and day_of_week <> 1 + choice(barber_id, 11, 3);

-- How many come by the month: before the holidays and in summer more, in January and February fewer.
create function build.season(month integer)
  returns double precision language sql immutable
  return ('{0.80,0.82,0.92,0.96,1.02,1.08,1.10,1.06,1.00,0.96,1.00,1.25}'::double precision[])[month];

create function build.weekday(day_of_week integer)
  returns double precision language sql immutable
  return ('{0.85,0.70,0.80,0.90,1.00,1.22,1.35}'::double precision[])[day_of_week + 1];

-- A shop's services; what they cost it decides for itself.
create table build.menu (
  number integer primary key,
  category integer not null,
  name text not null,
  minutes integer not null,
  price integer not null,
  deposit integer not null
);

insert into build.menu values
  (1, 1, 'Haircut', 45, 35, 0),
  (2, 1, 'Skin Fade', 45, 42, 0),
  (3, 3, 'Haircut & Beard', 60, 55, 0),
  (4, 2, 'Beard Trim', 30, 22, 0),
  (5, 1, 'Kids Cut', 30, 25, 0),
  (6, 2, 'Hot Towel Shave', 45, 38, 0),
  (7, 1, 'Line Up', 15, 15, 0),
  (8, 1, 'Buzz Cut', 30, 24, 0),
  (9, 3, 'Colour', 90, 95, 20),
  (10, 3, 'Grooming Package', 120, 140, 30);
