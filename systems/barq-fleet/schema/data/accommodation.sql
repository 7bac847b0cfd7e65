-- Each company has 2 buildings of 8 rooms with 4 beds; three beds of a room are taken.
insert into buildings (
  id, organization_id, name, address, city, total_rooms, total_capacity, monthly_rent, contract_end_date, created_at
)
overriding system value
select
  i, organization_id, 'Building ' || (1 + (i - 1) / size('organizations')),
  (1 + choice(i, 1101, 400)) || ' Workers Street', city(organization_id), 8, 32,
  9000 + 100 * choice(i, 1102, 50), date '2025-12-31', moment(i, 1103, 900)
from (
  select i, ((i - 1) % size('organizations') + 1)::integer as organization_id
  from generate_series(1, size('organizations') * 2) as i
) as rented;

insert into rooms (id, organization_id, building_id, room_number, capacity, occupied, status, created_at)
overriding system value
select
  row_number() over (order by n, b.id), b.organization_id, b.id, (100 + n)::text, 4, 3, 'occupied', b.created_at
from buildings b
cross join generate_series(1, 8) as n
order by n, b.id;

insert into beds (id, organization_id, room_id, bed_number, status, created_at)
overriding system value
select
  row_number() over (order by n, r.id), r.organization_id, r.id, n,
  case when n < 4 then 'occupied' else 'available' end,
  r.created_at
from rooms r
cross join generate_series(1, 4) as n
order by n, r.id;

insert into allocations (
  id, organization_id, courier_id, bed_id, status, allocation_date, release_date, created_at
)
overriding system value
select
  b.id, b.organization_id,
  scatter(t.first_slot + choice(b.id, 1111, t.in_service), size('couriers')), b.id,
  case when b.status = 'occupied' then 'active' else 'ended' end,
  date '2024-06-01' + choice(b.id, 1112, 100),
  case when b.status <> 'occupied' then date '2024-12-01' end,
  timestamptz '2024-06-01 00:00:00+00'
from beds b
join tenants t on t.organization_id = b.organization_id
order by b.id;
