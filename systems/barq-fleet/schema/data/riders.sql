insert into riders
select
  slot,
  scatter(slot, size('couriers')),
  t.organization_id,
  t.first_slot,
  t.in_service,
  case
    when slot - t.first_slot < t.active then 'ACTIVE'
    when slot - t.first_slot < t.in_service then 'ON_LEAVE'
    else pick('{TERMINATED,TERMINATED,INACTIVE,SUSPENDED,ONBOARDING}', slot, 11)
  end,
  -- Nine of ten couriers have a vehicle.
  case when slot % 10 < 9 then scatter(slot - slot / 10, size('vehicles')) end,
  day(anchor()) - 7 - choice(slot, 12, 2400)
from tenants t
cross join lateral generate_series(t.first_slot, t.first_slot + t.couriers - 1) as slot
order by slot;

insert into crew
select row_number() over (order by id) - 1, id, organization_id, vehicle_id, joined
from riders
where status in ('ACTIVE', 'ON_LEAVE');

analyze tenants, riders, crew;
