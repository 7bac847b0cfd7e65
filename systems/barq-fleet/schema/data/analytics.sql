insert into performance_data (
  id, organization_id, courier_id, date, orders_completed, orders_failed, on_time_percentage, distance_km, revenue,
  customer_rating, created_at
)
overriding system value
select
  i + 1, c.organization_id, c.id, date '2025-01-06' - 14 + (i / size('crew'))::integer,
  choice(i, 1051, 25), choice(i, 1052, 3), 70 + choice(i, 1053, 3001) / 100.0,
  choice(i, 1054, 18000) / 100.0, choice(i, 1055, 50000) / 100.0,
  3 + choice(i, 1056, 201) / 100.0, anchor() - interval '1 day' * (13 - i / size('crew'))
from generate_series(0, size('crew') * 14 - 1) as i
join crew c on c.position = (i % size('crew'))::integer
order by i;

insert into kpis (
  id, organization_id, code, name, category, target_value, current_value, unit, trend, last_calculated_at, created_at
)
overriding system value
select
  i, (i - 1) % size('organizations') + 1, 'KPI-' || kind, initcap(kind), kind, 95,
  80 + choice(i, 1061, 20), 'percent', pick('{up,down,stable}', i, 1062), anchor(),
  moment(i, 1063, 600)
from (
  select i, ('{fleet,operations,hr,finance,quality}'::text[])[1 + (i - 1) / size('organizations')] as kind
  from generate_series(1, size('organizations') * 5) as i
) as tracked;

insert into metric_snapshots (id, organization_id, kpi_id, value, dimensions, taken_at, created_at)
overriding system value
select
  row_number() over (order by n, k.id), k.organization_id, k.id, 60 + choice(k.id * 100 + n, 1071, 4000) / 100.0,
  '{"period": "day"}', anchor() - interval '1 day' * (30 - n), anchor() - interval '1 day' * (30 - n)
from kpis k
cross join generate_series(1, 30) as n
order by n, k.id;

insert into dashboards (id, organization_id, owner_id, name, layout, is_default, is_shared, created_at)
overriding system value
select
  i, (i - 1) % size('organizations') + 1, i, 'Dashboard ' || (1 + (i - 1) / size('organizations')),
  '[{"widget": "deliveries", "width": 6}, {"widget": "cod", "width": 6}]', i <= size('organizations'), true,
  moment(i, 1081, 600)
from generate_series(1, size('organizations') * 3) as i;

insert into reports (
  id, organization_id, generated_by, name, report_type, format, status, parameters, file_url, generated_at, created_at
)
overriding system value
select
  i, c.organization_id, own(c.organization_id, 8, i, 1091), 'Monthly report',
  pick('{deliveries,cod,payroll,attendance,fleet}', i, 1092), pick('{pdf,xlsx,csv}', i, 1093), 'completed',
  '{"month": "2024-12"}', 'https://files.example.sa/reports/' || i, moment(i, 1094, 90), moment(i, 1094, 90)
from generate_series(1, size('couriers')) as i
join riders c on c.slot = (i % size('couriers'))::integer
order by i;
