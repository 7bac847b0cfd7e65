insert into appointments (
  id, organization_id, location_id, barber_id, client_id, service_id, service_name, status, start_time, end_time, price,
  source, notes, reminder_sent_at, cancelled_at, cancellation_reason, created_at, updated_at
)
overriding system value
select
  row_number() over (order by booked_at, key),
  organization_id,
  organization_id,
  barber_id,
  -- Regulars come far more often than the rest; one in fifty is a stranger who walked in.
  case when share(key, 31) < 0.98 and clients > 0
    then scatter(first_client + zipf(key, 32, clients, 0.4), size('clients')) end,
  (number - 1) * size('organizations') + organization_id,
  name,
  status,
  start_time,
  end_time,
  price,
  weighted('{web,app,phone,google,walk_in}', '{38,66,80,92}', key, 33),
  case when share(key, 34) < 0.08 then pick('{Skin is sensitive,Same as last time,Running ten minutes late,Prefers scissors}', key, 35) end,
  case when start_time - interval '24 hours' between booked_at and anchor() then start_time - interval '24 hours' end,
  case when status = 'cancelled' then least(booked_at + interval '1 hour' * choice(key, 36, 20), anchor()) end,
  case when status = 'cancelled' then pick('{Client asked,Client asked,Barber sick,Double entry}', key, 37) end,
  booked_at,
  case when status not in ('pending', 'confirmed') then least(end_time, anchor()) end
from (
  select
    d.*,
    m.name,
    (m.price * (85 + choice(d.organization_id, 38, 40)) / 100)::numeric(10, 2) + 5 * (d.rank = 0)::integer as price,
    case
      when d.end_time <= anchor() then
        weighted('{completed,cancelled,no_show,confirmed,pending}', '{87,95,99,100}', d.key, 39)
      else weighted('{confirmed,pending,cancelled}', '{78,95}', d.key, 40)
    end as status
  from diary d
  join menu m using (number)
) as kept
order by booked_at, key;

insert into barber_availability (
  id, organization_id, user_id, day_of_week, start_time, end_time, is_available, created_at
)
overriding system value
select
  7 * b.slot + day_of_week + 1,
  b.organization_id,
  b.id,
  day_of_week,
  make_time(coalesce(opens(b.organization_id, day_of_week), 9), 0, 0),
  make_time(coalesce(closes(b.organization_id, day_of_week), 18), 0, 0),
  works(b.id, b.organization_id, day_of_week),
  first_day()
from barbers b
cross join generate_series(0, 6) as day_of_week
order by 1;

insert into barber_time_off (id, organization_id, user_id, starts_on, ends_on, reason, approved_by, created_at)
overriding system value
select
  row_number() over (order by b.slot, i), b.organization_id, b.id, starts_on, starts_on + choice(b.slot * 10 + i, 41, 6),
  weighted('{vacation,sick,training,other}', '{60,85,95}', b.slot * 10 + i, 42), null, starts_on - 20
from barbers b
cross join generate_series(1, 3) as i
cross join lateral (select day(anchor()) + 31 + 40 * i + choice(b.slot * 10 + i, 43, 30) as starts_on) as s;

insert into appointment_series (
  id, organization_id, barber_id, client_id, service_id, every_weeks, is_active, created_at
)
overriding system value
select
  row_number() over (order by b.slot, i), b.organization_id, b.id, scatter(b.first_client + i, size('clients')),
  own(b.organization_id, 8, b.slot * 100 + i, 51), 2 + choice(b.slot * 100 + i, 52, 4), share(b.slot * 100 + i, 53) < 0.8,
  moment(b.slot * 100 + i, 54, 500)
from barbers b
cross join lateral generate_series(0, b.clients / 20) as i
where i < b.clients;

insert into waitlist_entries (
  id, organization_id, client_id, barber_id, service_id, wanted_on, status, created_at
)
overriding system value
select
  row_number() over (order by key), organization_id, scatter(first_client + choice(key, 61, clients), size('clients')),
  barber_id, own(organization_id, 8, key, 62), day(start_time), 
  case when start_time < anchor() then pick('{booked,expired,expired}', key, 63) else pick('{waiting,waiting,offered}', key, 63) end,
  booked_at
from diary
where share(key, 64) < 0.01 and clients > 0;

analyze appointments;
