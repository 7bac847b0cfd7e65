insert into organizations (
  id, name, slug, commercial_registration, vat_number, city, subscription_plan, subscription_status, max_users,
  max_couriers, max_vehicles, settings, created_at
)
overriding system value
select
  t.organization_id,
  pick('{Falcon,Najd,Sahara,Hijaz,Gulf,Rimal,Tuwaiq,Oasis,Barq,Asir}', t.organization_id, 201) || ' '
    || pick('{Logistics,Delivery,Express,Transport,Couriers}', t.organization_id, 202)
    || ' ' || t.organization_id,
  'org-' || t.organization_id,
  (1010000000 + t.organization_id * 7919)::text,
  '3' || (10000000000000 + t.organization_id),
  city(t.organization_id),
  case
    when t.couriers > 300 then 'ENTERPRISE'
    when t.couriers > 100 then 'PROFESSIONAL'
    when t.couriers > 50 then 'BASIC'
    else 'FREE'
  end,
  pick('{ACTIVE,ACTIVE,ACTIVE,ACTIVE,ACTIVE,ACTIVE,TRIAL,SUSPENDED}', t.organization_id, 203),
  50,
  t.couriers * 2,
  t.couriers * 2,
  '{"currency": "SAR", "timezone": "Asia/Riyadh", "weekend": ["friday", "saturday"]}',
  anchor() - interval '1000 days' + interval '1 day' * t.organization_id
from tenants t
order by t.organization_id;

insert into organization_users (id, organization_id, user_id, role, joined_at, created_at)
overriding system value
select
  i,
  (i - 1) % size('organizations') + 1,
  i,
  ('{OWNER,ADMIN,MANAGER,MANAGER,DISPATCHER,DISPATCHER,DISPATCHER,VIEWER}'::text[])
    [1 + (i - 1) / size('organizations')],
  moment(i, 103, 900),
  moment(i, 103, 900) - interval '1 day'
from generate_series(1, size('organizations') * 8) as i;
