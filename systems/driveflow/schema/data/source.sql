-- What only this product's rows are drawn from. The schema is dropped when the build is done. Numbers are cast before
-- they are appended, which keeps a function immutable and so inlined.

create function build.person(id bigint)
  returns text language sql immutable
  return pick('{Aisha,Amelia,Arjun,Ava,Ben,Chloe,Daniel,Ella,Finn,George,Grace,Hannah,Isla,Jack,Leo,Mia,Noah,Olivia,Oscar,Priya,Ruby,Sam,Sofia,Tom,Zara}', id, 901)
    || ' ' || pick('{Adams,Ahmed,Bell,Brown,Campbell,Clarke,Davies,Evans,Green,Hall,Hughes,Khan,Lewis,Morgan,Murphy,Patel,Reid,Roberts,Shah,Singh,Smith,Taylor,Walker,Wilson,Wright}', id, 902);

create function build.phone(id bigint)
  returns text language sql immutable
  return '+447' || (100000000 + choice(id, 903, 900000000))::text;

create function build.street(id bigint)
  returns text language sql immutable
  return (1 + choice(id, 904, 180))::text || ' '
    || pick('{Station Road,High Street,Church Lane,Victoria Road,Green Lane,Manor Road,Park Avenue,Queens Road,Mill Lane,The Crescent}', id, 905);

-- A key that the payment provider would have made: it begins with the time, so that new ones stand together in an index.
create function build.token(kind text, id bigint)
  returns text language sql immutable
  return kind || '_1' || lpad(to_hex(id), 8, '0') || left(md5(kind || ' ' || id::text), 15);

-- The cities that schools are in, school n in city n mod 10.
create table build.cities (city integer primary key, name text not null, lat float8 not null, lng float8 not null);

insert into cities values
  (0, 'London', 51.5074, -0.1278), (1, 'Birmingham', 52.4862, -1.8904), (2, 'Manchester', 53.4808, -2.2426),
  (3, 'Leeds', 53.8008, -1.5491), (4, 'Glasgow', 55.8642, -4.2518), (5, 'Bristol', 51.4545, -2.5879),
  (6, 'Liverpool', 53.4084, -2.9916), (7, 'Edinburgh', 55.9533, -3.1883), (8, 'Cardiff', 51.4816, -3.1791),
  (9, 'Belfast', 54.5973, -5.9301);

-- One row for each instructor that is to be: `bookings` is how busy, as systems/driveflow/schools.ts computes it too.
create table build.instructors as
select
  slot,
  s.org,
  slot + 1 as number,
  slot % 9 <> 8 as active,
  size('bookingsPerInstructor') * (array[14, 12, 10, 8, 6])[1 + slot % 5] / 10 as bookings
from schools s
cross join lateral generate_series(s.first_slot, s.first_slot + s.instructors - 1) as slot;

-- Times at which a lesson can begin, with how sought-after they are: by hour, weekday and season, and growing.
create table build.places as
select
  row_number() over (order by start) as place,
  start,
  hour_weight * season_weight
    * case extract(isodow from start) when 6 then 1.3 else 1 end
    -- The product grows by half within the fourteen months; what lies ahead is booked ever thinner.
    * (1 + 0.5 * (1 - greatest(0, extract(epoch from anchor() - start)) / 36500000.0))
    * exp(-greatest(0, extract(epoch from start - anchor())) / 864000) as weight
from (
  select
    day + offset_from_midnight as start,
    hour_weight,
    (array[0.7, 0.8, 1.0, 1.1, 1.2, 1.2, 1.1, 0.9, 1.1, 1.0, 0.9, 0.6])[extract(month from day)::integer]
      as season_weight
  from generate_series(timestamptz '2024-01-02 00:00+00', anchor() + interval '28 days', interval '1 day') as day
  cross join (
    values (interval '8:00', 0.5), ('9:30', 0.7), ('11:00', 0.6), ('13:00', 0.6), ('14:30', 0.9), ('16:00', 1.3),
      ('17:30', 1.4), ('19:00', 0.8)
  ) as hours (offset_from_midnight, hour_weight)
  where extract(isodow from day) <= 5 or extract(isodow from day) = 6 and offset_from_midnight < interval '15:00'
) as open
where to_char(start, 'MM-DD') not between '12-24' and '12-31' and to_char(start, 'MM-DD') <> '01-01';

analyze cities, instructors, places, schools;
