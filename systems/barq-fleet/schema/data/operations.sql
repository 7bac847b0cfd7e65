insert into zones (
  id, organization_id, name, city, status, center_latitude, center_longitude, radius_km, service_fee, max_couriers,
  created_at
)
overriding system value
select
  i, organization_id, 'Zone ' || (1 + (i - 1) / size('organizations')), city(organization_id), 'active',
  24 + choice(i, 601, 1000000) / 1000000.0, 46 + choice(i, 602, 1000000) / 1000000.0,
  2 + choice(i, 603, 10), 5 + choice(i, 604, 10), 100, moment(i, 605, 900)
from (
  select i, ((i - 1) % size('organizations') + 1)::integer as organization_id
  from generate_series(1, size('organizations') * 8) as i
) as planned;

insert into routes (
  id, organization_id, courier_id, zone_id, route_date, status, stops, distance_km, duration_minutes, is_optimized,
  created_at
)
overriding system value
select
  i, c.organization_id, c.id, own(c.organization_id, 8, i, 611),
  date '2025-01-05' - 9 + (i / size('crew'))::integer,
  pick('{completed,completed,completed,completed,completed,cancelled}', i, 612),
  5 + choice(i, 613, 25), 10 + choice(i, 614, 9000) / 100.0, 60 + choice(i, 615, 420),
  share(i, 616) < 0.6,
  anchor() - interval '10 days' + interval '1 day' * (i / size('crew'))
from generate_series(0, size('crew') * 10 - 1) as i
join crew c on c.position = (i % size('crew'))::integer
where i > 0
order by i;

insert into cod_transactions (
  id, organization_id, courier_id, delivery_id, amount, status, collection_date, deposit_date, reference_number,
  created_at
)
overriding system value
select
  id, organization_id, courier_id, delivery_id, amount, status, collected,
  case when status in ('deposited', 'reconciled') then collected + 1 + choice(delivery_id, 621, 3) end,
  case when status in ('deposited', 'reconciled') then 'DEP' || (10000000 + id) end,
  delivery_time
from (
  select
    row_number() over (order by id) as id, id as delivery_id, organization_id, courier_id, cod_amount as amount,
    day(delivery_time) as collected, delivery_time,
    case
      when created_at > anchor() - interval '3 days' then pick('{pending,pending,collected}', id, 622)
      else weighted('{pending,collected,deposited,reconciled}', '{3,10,30}', id, 623)
    end as status
  from deliveries
  where cod_amount > 0 and status = 'delivered'
) as collected
order by id;

insert into dispatch_assignments (
  id, organization_id, delivery_id, courier_id, status, algorithm, distance_km, offered_at, responded_at, created_at
)
overriding system value
select
  row_number() over (order by id), organization_id, id, courier_id,
  case when status = 'pending' then 'offered' else 'completed' end,
  pick('{nearest,load_balanced,manual,ai_optimized}', id, 631),
  choice(id, 632, 2000) / 100.0,
  created_at + interval '1 minute',
  case when status <> 'pending' then created_at + interval '3 minutes' end,
  created_at + interval '1 minute'
from deliveries
where id % 10 = 0
order by id;

insert into priority_queue_entries (
  id, organization_id, delivery_id, zone_id, status, priority, score, queued_at, expires_at, created_at
)
overriding system value
select
  row_number() over (order by id), organization_id, id, zone_id, 'queued',
  pick('{critical,urgent,high,normal,normal,normal,low}', id, 641),
  choice(id, 642, 10000) / 100.0,
  created_at, created_at + interval '1 day', created_at
from deliveries
where status = 'pending' and created_at > anchor() - interval '3 days'
order by id;

insert into incidents (
  id, organization_id, courier_id, vehicle_id, incident_type, status, incident_date, description, cost, created_at
)
overriding system value
select
  i, c.organization_id, c.id, c.vehicle_id,
  pick('{accident,theft,damage,violation,complaint}', i, 651),
  pick('{reported,investigating,resolved,closed,closed}', i, 652),
  day(moment(i, 653, 300)),
  'Reported by the courier on the road',
  choice(i, 654, 3000),
  moment(i, 653, 300)
from generate_series(1, size('couriers') / 3) as i
join riders c on c.slot = (i * 3 % size('couriers'))::integer
order by i;

insert into handovers (
  id, organization_id, from_courier_id, to_courier_id, vehicle_id, handover_type, status, handed_over_at,
  pending_deliveries, pending_cod, created_at
)
overriding system value
select
  i, c.organization_id, scatter(c.first_slot, size('couriers')), c.id, c.vehicle_id,
  pick('{shift_start,shift_end,emergency,vehicle_swap}', i, 661), 'completed',
  moment(i, 662, 60), choice(i, 663, 12), choice(i, 664, 200000) / 100.0,
  moment(i, 662, 60)
from generate_series(1, size('couriers')) as i
join riders c on c.slot = (i % size('couriers'))::integer
order by i;

insert into sla_definitions (
  id, organization_id, code, name, sla_type, target_value, warning_threshold, unit, created_at
)
overriding system value
select
  i, (i - 1) % size('organizations') + 1, 'SLA-' || kind, initcap(replace(kind, '_', ' ')), kind,
  case when kind = 'success_rate' then 95 else 90 end, 75,
  case when kind = 'success_rate' then 'percent' else 'minutes' end,
  moment(i, 671, 900)
from (
  select i,
  ('{delivery_time,pickup_time,response_time,success_rate}'::text[])[1 + (i - 1) / size('organizations')] as kind
  from generate_series(1, size('organizations') * 4) as i
) as agreed;

insert into sla_tracking (
  id, organization_id, sla_definition_id, delivery_id, courier_id, status, started_at, target_at, completed_at,
  actual_value, created_at
)
overriding system value
select
  row_number() over (order by id), organization_id, organization_id, id, courier_id,
  case when delivery_time > estimated_delivery_time then 'breached' else 'met' end,
  created_at, estimated_delivery_time, delivery_time, extract(epoch from delivery_time - created_at) / 60, created_at
from deliveries
where id % 20 = 0 and status = 'delivered'
order by id;

insert into quality_metrics (id, organization_id, code, name, metric_type, target_value, weight, created_at)
overriding system value
select
  i, (i - 1) % size('organizations') + 1, 'Q-' || kind, initcap(kind), kind, 80, 1, moment(i, 681, 900)
from (
  select i,
  ('{appearance,punctuality,handling,communication,safety}'::text[])[1 + (i - 1) / size('organizations')] as kind
  from generate_series(1, size('organizations') * 5) as i
) as measured;

insert into quality_inspections (
  id, organization_id, quality_metric_id, courier_id, inspector_id, status, inspection_date, score, created_at
)
overriding system value
select
  i, c.organization_id, own(c.organization_id, 5, i, 691), c.id, own(c.organization_id, 8, i, 692),
  'completed', day(moment(i, 693, 180)), 50 + choice(i, 694, 50), moment(i, 693, 180)
from generate_series(1, size('couriers') * 2) as i
join riders c on c.slot = (i % size('couriers'))::integer
order by i;

insert into customer_feedbacks (
  id, organization_id, delivery_id, courier_id, rating, sentiment, comment, submitted_at, is_resolved, created_at
)
overriding system value
select
  row_number() over (order by id), organization_id, id, courier_id, rating,
  case when rating >= 4 then 'positive' when rating = 3 then 'neutral' else 'negative' end,
  pick('{Fast and polite,Arrived on time,Late but friendly,Parcel was damaged,Could not find the house}', id, 701),
  delivery_time + interval '1 hour', rating >= 3, delivery_time + interval '1 hour'
from (
  select *, ('{5,5,5,5,4,4,4,3,2,1}'::integer[])[1 + choice(id, 702, 10)] as rating
  from deliveries
  where id % 20 = 7 and status = 'delivered'
) as rated
order by id;
