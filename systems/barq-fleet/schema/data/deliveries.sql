-- Delivery i belongs to the tenant of courier (i - 1) mod couriers + 1, so that tenants get deliveries in proportion to
-- their couriers, at all times, and a tenant's deliveries can be computed. Within it, a few couriers carry more.
insert into deliveries (
  id, organization_id, courier_id, zone_id, tracking_number, status, priority, customer_name,
  customer_phone, pickup_address, delivery_address, pickup_time,
  estimated_delivery_time, delivery_time, cod_amount, delivery_fee, notes, created_at, updated_at
)
overriding system value
select
  i,
  organization_id,
  courier_id,
  zone_id,
  'BRQ' || (1000000000 + i),
  status,
  1 + choice(i, 501, 4),
  person(i),
  phone(i),
  'Warehouse ' || choice(i, 503, 40) || ', ' || city,
  (1 + choice(i, 504, 9000)) || ' '
    || pick('{King Fahd Road,Olaya Street,Prince Sultan Street,Tahlia Street,Al Madinah Road,Airport Road}', i, 505)
    || ', ' || city,
  pickup_time,
  created_at + interval '90 minutes',
  case when status = 'delivered' then pickup_time + interval '1 second' * (900 + choice(i, 508, 3600)) end,
  case when share(i, 509) < 0.4 then (2000 + choice(i, 510, 48000)) / 100.0 else 0 end,
  (800 + 100 * choice(i, 511, 20)) / 100.0,
  case when share(i, 513) < 0.1 then 'Call before arrival' end,
  created_at,
  case when status <> 'pending' then created_at + interval '2 hours' end
from (
  select
    *,
    case
      when status in ('picked_up', 'in_transit', 'delivered', 'failed', 'returned')
        then created_at + interval '1 second' * (600 + choice(i, 514, 2400))
    end as pickup_time
  from (
    select
      i,
      r.organization_id,
      scatter(
        (r.first_slot + floor(r.in_service * power(share(i, 515), 1.3)))::bigint,
        size('couriers')
      ) as courier_id,
      own(r.organization_id, 8, i, 516) as zone_id,
      city(r.organization_id) as city,
      -- The newest 2 % are still on their way; of the older ones a few were forgotten as pending.
      case
        when i > size('deliveries') * 0.98 then
          weighted('{pending,assigned,picked_up,in_transit,delivered}', '{70,78,84,90}', i, 517)
        else weighted('{delivered,failed,returned,cancelled,pending}', '{93,95,97,99}', i, 518)
      end as status,
      anchor() - interval '1 second' * (
        10368000.0 * (size('deliveries') - i) / size('deliveries') + 3600 * share(i, 520)
      ) as created_at
    from generate_series(1, size('deliveries')) as i
    join riders r on r.id = ((i - 1) % size('couriers'))::integer + 1
  ) as ordered
) as placed;
