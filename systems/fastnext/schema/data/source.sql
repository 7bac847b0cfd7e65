-- What all rows are made from: names, the rhythm of a week, and the clients that people use. The words themselves come
-- from vocabulary.ts, since the service's calls are drawn from them as well.

create function build.words(list text)
  returns text[] language sql immutable
  return (select words from build.word_lists where name = list);

create function build.nth(list text, id bigint)
  returns text language sql immutable
  return (build.words(list))[1 + id % cardinality(build.words(list))];

create function build.person(id bigint)
  returns text language sql immutable
  return build.nth('first_names', id) || ' ' || build.nth('last_names', id);

-- Cumulative shares of the 168 hours of a week, Monday first: people work by day, and a few at weekends.
create function build.week_bounds()
  returns double precision[] language sql immutable
  return (
    select array_agg(so_far / total order by hour)
    from (
      select hour, sum(weight) over (order by hour) as so_far, sum(weight) over () as total
      from (
        select
          hour,
          ('{6,5,4,4,4,6,10,22,55,85,95,90,70,85,95,92,80,60,38,30,26,22,15,9}'::double precision[])[hour % 24 + 1]
            * ('{1.0,1.06,1.05,1.02,0.9,0.24,0.2}'::double precision[])[hour / 24 + 1] as weight
        from generate_series(0, 167) as hour
      ) as hours
    ) as sums
  );

create function build.first_day()
  returns timestamptz language sql immutable
  return build.anchor() - interval '67 weeks';

-- When the given share of all activity had happened: twice as much a week at the end as 67 weeks before, in the
-- rhythm of the week. It grows with its argument, so rows numbered in order come in the order of time.
create function build.activity_at(part double precision)
  returns timestamptz language plpgsql immutable as $$
declare
  bounds constant double precision[] := build.week_bounds();
  weeks constant double precision := 67 * (sqrt(1 + 3 * part) - 1);
  within constant double precision := weeks - floor(weeks);
  hour constant integer := least(width_bucket(within, bounds), 167);
  lower constant double precision := coalesce(bounds[hour], 0);
begin
  return build.first_day() + interval '1 hour'
    * (168 * floor(weeks) + hour + (within - lower) / (bounds[hour + 1] - lower));
end $$;

-- People who had signed up by then: two in five before the first day, the others at an even pace since.
create function build.users_at(moment timestamptz)
  returns integer language sql immutable
  return floor(build.size('users') * (0.4
    + 0.6 * extract(epoch from moment - build.first_day()) / extract(epoch from build.anchor() - build.first_day())))::integer;

create table build.systems as
select row_number() over () - 1 as rank, name, engine
from (values
  ('Windows NT 10.0; Win64; x64', 'desktop'),
  ('Macintosh; Intel Mac OS X 10_15_7', 'desktop'),
  ('X11; Linux x86_64', 'desktop'),
  ('Linux; Android 14; Pixel 8 Pro', 'mobile'),
  ('Linux; Android 13; SM-S918B', 'mobile'),
  ('Linux; Android 14; SM-A546E', 'mobile'),
  ('Linux; Android 12; M2101K6G', 'mobile'),
  ('X11; CrOS x86_64 14541.0.0', 'desktop')
) as s (name, engine);

-- The most used first. Browsers come in many versions on many systems, so the list has a long tail.
create table build.user_agents as
select row_number() over (order by weight desc, value) - 1 as rank, value
from (
  select
    (100 - 2 * (133 - version)) * (9.0 - rank) as weight,
    format('Mozilla/5.0 (%s) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%s.0.0.0 %sSafari/537.36%s',
      name, version, case engine when 'mobile' then 'Mobile ' else '' end, suffix) as value
  from build.systems
  cross join generate_series(96, 133) as version
  cross join unnest(array['', format(' Edg/%s.0.0.0', version), format(' OPR/%s.0.0.0', version - 15)]) as suffix
  union all
  select
    (90 - 3 * (135 - version)) * (6.0 - rank),
    format('Mozilla/5.0 (%s; rv:%s.0) Gecko/20100101 Firefox/%s.0', name, version, version)
  from build.systems
  cross join generate_series(102, 135) as version
  where engine = 'desktop'
  union all
  select
    60.0 * minor + 20 * (major - 15),
    format('Mozilla/5.0 (iPhone; CPU iPhone OS %s_%s like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/%s.%s Mobile/15E148 Safari/604.1',
      major, minor, major, minor)
  from generate_series(15, 18) as major
  cross join generate_series(0, 6) as minor
  union all
  select 80.0 - patch, format('fastnext-cli/2.%s.%s (python 3.%s; linux)', minor, patch, 9 + minor % 4)
  from generate_series(0, 11) as minor
  cross join generate_series(0, 5) as patch
) as agents;

-- Looked up row by row: a join might take either side first, and rows would be laid down in an order of its own.
alter table build.user_agents add primary key (rank);

create function build.agents()
  returns bigint language sql immutable
  return (select count(*) from build.user_agents);
