-- Each instructor records the same number of stretches, the more of them the newer: recording came with an update of the
-- app that spread over the year. Trip m of the instructor in slot s has the number (m - 1) * instructors + s + 1; those
-- under way come after all others.
create table build.trips as
select
  t.*,
  -- A point every five seconds, for ten minutes to half an hour.
  case when live then 60 else 120 + choice(t.number, 501, 261) end as points
from (
  select
    (row_number() over (partition by slot order by start) - 1) * size('instructors') + slot + 1 as number,
    n, slot, org, start + interval '10 minutes' as started, false as live
  from (
    select
      n, slot, org, start,
      row_number() over (
        partition by slot
        order by ln(1 - share(n, 502)) / power(1 + greatest(0, extract(epoch from start - timestamptz '2024-01-01 00:00+00')) / 4e6, 1.3)
          desc, n
      ) as rank
    from bookings
    where status = 'completed'
  ) as ranked
  where rank <= size('tripsPerInstructor')
  union all
  select
    size('tripsPerInstructor') * size('instructors') + 1 + slot / 3, n, slot, org, anchor() - interval '6 minutes', true
  from bookings
  where status = 'in_progress'
) as t;

-- How fast the car goes at each point. Every two minutes the road changes, mostly after a stop at its end.
create table build.steps as
select
  t.number,
  point,
  road,
  case
    when stops and phase >= 20 then 0
    else limit_kph * (0.78 + 0.17 * share(road, 511))
      * case when phase < 4 and stopped then (phase + 1) / 5.0 when stops and phase > 16 then (20 - phase) / 4.0 else 1 end
      * (0.96 + 0.08 * share(t.number * 1000 + point, 512))
  end as speed_kph
from trips t
cross join lateral generate_series(0, t.points - 1) as point
cross join lateral (select t.number * 1000 + point / 24 as road, point % 24 as phase) as along
cross join lateral (
  select
    (array[30, 30, 30, 50, 50, 50, 50, 65, 80, 110])[1 + choice(road, 513, 10)] as limit_kph,
    share(road, 514) < 0.6 as stops,
    point < 24 or share(road - 1, 514) < 0.6 as stopped
) as roads;

analyze trips, steps;

insert into "Trip" ("id", "orgId", "lessonId", "vehicleId", "startedAt", "endedAt", "distanceMeters", "createdAt")
select
  uuid('Trip', t.number),
  uuid('Organization', t.org),
  uuid('Lesson', t.n),
  uuid('Vehicle', t.slot + 1),
  t.started,
  case when not t.live then t.started + interval '5 seconds' * t.points end,
  case when not t.live then driven.meters end,
  t.started
from trips t
join (select number, round(sum(speed_kph / 3.6 * 5))::integer as meters from steps group by number) as driven using (number)
order by t.started, t.number;

-- A walk: at each change of road a turn, in between the small corrections of a learner's hands.
insert into "TripPoint" ("id", "orgId", "tripId", "ts", "lat", "lng", "speed_kph", "createdAt")
select
  uuid('TripPoint', number * 1000 + point),
  uuid('Organization', org),
  uuid('Trip', number),
  ts,
  (lat + north / 111320)::numeric(9, 6),
  (lng + east / (111320 * cos(radians(lat))))::numeric(9, 6),
  speed_kph::numeric(6, 2),
  ts + interval '1 millisecond' * (200 + choice(number * 1000 + point, 521, 4000))
from (
  select
    number, point, org, speed_kph,
    started + interval '5 seconds' * point + interval '1 millisecond' * choice(number * 1000 + point, 522, 400) as ts,
    c.lat + 0.08 * (share(number, 523) - 0.5) as lat,
    c.lng + 0.12 * (share(number, 524) - 0.5) as lng,
    sum(speed_kph / 3.6 * 5 * cos(radians(heading))) over walk as north,
    sum(speed_kph / 3.6 * 5 * sin(radians(heading))) over walk as east
  from (
    select
      s.number, s.point, s.speed_kph, t.org, t.started,
      360 * share(s.number, 525) + sum(
        case when s.point % 24 = 0 then (array[-90, -90, 90, 90, 0, 45, -45])[1 + choice(s.road, 526, 7)] else 0 end
          + 6 * (share(s.number * 1000 + s.point, 527) - 0.5)
      ) over walk as heading
    from steps s
    join trips t using (number)
    window walk as (partition by s.number order by s.point)
  ) as headed
  join cities c on c.city = org % 10
  window walk as (partition by number order by point)
) as walked
order by ts, number;
