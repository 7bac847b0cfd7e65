-- The barbers' diaries. An hour of a barber holds one appointment, or belongs to one of up to two hours that began in
-- the hour before it, so that none of a barber's appointments ever overlap.
create table build.diary as
select
  key, organization_id, barber_id, slot, rank, first_client, clients, number, minutes,
  start_time,
  start_time + interval '1 minute' * minutes as end_time,
  -- Most book some days ahead, a few walk in.
  least(
    start_time - interval '1 minute' * (10 + 30000 * power(share(key, 21), 3)),
    anchor() - interval '1 second' * (60 + choice(key, 22, 500000))
  ) as booked_at
from (
  select
    *,
    day + interval '1 hour' * hour
      + interval '1 minute' * 15 * (case when long then 0 else choice(key, 23, (60 - minutes) / 15 + 1) end)
      as start_time
  from (
    select h.*, m.number, m.minutes
    from (
      select
        (b.slot::bigint * 1000 + d.number) * 24 + hour as key,
        b.organization_id, b.id as barber_id, b.slot, b.rank, b.first_client, b.clients,
        d.day, hour,
        share((b.slot::bigint * 1000 + d.number) * 12 + hour / 2, 24) < 0.06
          and hour / 2 * 2 >= opens(b.organization_id, d.dow) and hour / 2 * 2 + 1 < closes(b.organization_id, d.dow)
          as long,
        size('occupancyPercent') / 100.0 * b.popularity / 1000.0 * d.demand
          * (case when hour between 16 and 18 then 1.15 when hour between 13 and 14 then 0.85 else 1 end) as fill
      from barbers b
      cross join (
        select
          number,
          (first_day() + number)::timestamp at time zone 'UTC' as day,
          extract(dow from first_day() + number)::integer as dow,
          season(extract(month from first_day() + number)::integer)
            * weekday(extract(dow from first_day() + number)::integer)
            -- The days ahead are booked up the less the further off they are.
            * least(1, greatest(0.12, 1 - (first_day() + number - day(anchor())) / 32.0)) as demand
        from generate_series(0, day(anchor()) + 30 - first_day()) as number
      ) as d
      cross join lateral generate_series(opens(b.organization_id, d.dow), closes(b.organization_id, d.dow) - 1) as hour
      where works(b.id, b.organization_id, d.dow)
    ) as h
    join menu m on m.number = case
      when h.long then 9 + choice(h.key, 25, 2)
      else width_bucket(choice(h.key, 26, 100), '{30,52,66,76,84,90,95}'::integer[]) + 1
    end
    where share(h.key, 27) < least(0.97, h.fill) and not (h.long and h.hour % 2 = 1)
  ) as filled
) as timed;

analyze build.diary;
