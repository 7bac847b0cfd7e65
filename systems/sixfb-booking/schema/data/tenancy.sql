-- Ids: barbers first, then three more of each shop's staff, then the accounts of clients.
insert into organizations (
  id, name, slug, billing_plan, chairs_count, phone, email, website, stripe_account_id, settings, created_at
)
overriding system value
select
  organization_id,
  pick('{Fade,Crown,Classic,Kings,Razor,Gentlemen,Blade,Uptown,Prime,Legacy}', organization_id, 101) || ' '
    || pick('{Barbershop,Cuts,Grooming,Studio,Barber Co}', organization_id, 102) || ' ' || organization_id,
  'shop-' || organization_id,
  case when chairs > 15 then 'enterprise' when chairs > 5 then 'salon' when chairs > 2 then 'studio' else 'individual' end,
  chairs, phone(organization_id), 'hello@shop-' || organization_id || '.example.com',
  'https://shop-' || organization_id || '.example.com', 'acct_' || substr(md5('shop ' || organization_id), 1, 16),
  '{"currency": "USD", "cancel_hours": 24, "deposits": true}',
  first_day() - interval '1 day' * (30 + choice(organization_id, 103, 600))
from (select organization_id, count(*)::integer as chairs from barbers group by organization_id) as shops
order by organization_id;

insert into locations (id, organization_id, name, street_address, city, state, zip_code, phone, created_at)
overriding system value
select
  id, id, name || ' Main', (1 + choice(id, 111, 900)) || ' ' || pick('{Main St,Oak Ave,Market St,Broadway,Elm St}', id, 112),
  pick('{Atlanta,Chicago,Houston,Brooklyn,Oakland,Phoenix}', id, 113), pick('{GA,IL,TX,NY,CA,AZ}', id, 113),
  lpad(choice(id, 114, 99999)::text, 5, '0'), phone(id + 1000), created_at
from organizations
order by id;

insert into users (
  id, organization_id, email, hashed_password, name, phone, unified_role, is_active, email_verified, lifetime_value,
  commission_rate, bio, last_login_at, created_at
)
overriding system value
select
  id, organization_id, 'user' || id || '@example.com', '$2b$12$' || md5('user ' || id) || substr(md5('salt ' || id), 1, 21),
  person(id), phone(id), role, role in ('SHOP_OWNER', 'BARBER') or share(id, 121) < 0.96, share(id, 122) < 0.9, lifetime_value,
  case when role in ('SHOP_OWNER', 'BARBER') then commission_rate end,
  case when role in ('SHOP_OWNER', 'BARBER') then
    'Cutting since ' || (1995 + choice(id, 123, 28)) || '. ' || pick('{Fades,Beards,Classic cuts,Kids}', id, 124) || ' are what I do best.' end,
  moment(id, 125, 45), since
from (
  select
    b.id, b.organization_id, case when b.rank = 0 then 'SHOP_OWNER' else 'BARBER' end as role, 0::numeric as lifetime_value,
    case when b.slot % 4 = 3 then 0 else 0.4 + 0.05 * (b.slot % 3) end as commission_rate,
    first_day() - interval '1 day' * choice(b.id, 126, 600) as since
  from barbers b
  union all
  select
    size('barbers') + i, (i - 1) % size('organizations') + 1,
    case when i <= size('organizations') then 'SHOP_MANAGER' else 'RECEPTIONIST' end, 0, null, moment(i, 127, 500)
  from generate_series(1, 3 * size('organizations')) as i
  union all
  select c.account_id, c.organization_id, 'CLIENT', greatest(0, c.total_spent), null, c.created_at
  from clients c
  where c.account_id is not null
) as people
order by id;

analyze users;

insert into user_organizations (id, organization_id, user_id, role, is_primary, joined_at)
overriding system value
select
  row_number() over (order by is_primary desc, user_id), organization_id, user_id, role, is_primary, joined_at
from (
  select
    organization_id, id as user_id,
    case unified_role when 'SHOP_OWNER' then 'owner' when 'SHOP_MANAGER' then 'manager' when 'BARBER' then 'barber'
      when 'RECEPTIONIST' then 'receptionist' else 'client' end as role,
    true as is_primary, created_at as joined_at
  from users
  union all
  -- Some barbers help out in another shop.
  select 1 + organization_id % size('organizations'), id, 'barber', false, moment(id, 131, 300)
  from users
  where unified_role = 'BARBER' and share(id, 132) < 0.06
) as memberships;

insert into user_sessions (
  id, organization_id, user_id, token_hash, ip_address, user_agent, expires_at, revoked_at, created_at
)
overriding system value
select
  row_number() over (order by at, id), organization_id, id, md5('session ' || id), '10.0.0.0'::inet + choice(id, 141, 65536),
  pick('{Mozilla/5.0 (iPhone; CPU iPhone OS 18_5),Mozilla/5.0 (Linux; Android 15),Mozilla/5.0 (Macintosh)}', id, 142),
  at + interval '30 days', case when share(id, 143) < 0.2 then at + interval '1 day' end, at
from (select id, organization_id, moment(id, 144, 60) as at from users where share(id, 145) < 0.6) as s;

insert into audit_logs (id, organization_id, user_id, action, entity, entity_id, changes, created_at)
overriding system value
select
  i, b.organization_id, b.id, pick('{update,update,update,create,delete,login,export}', i, 151),
  pick('{appointment,appointment,client,payment,service}', i, 152), choice(i, 153, 100000),
  jsonb_build_object('field', pick('{status,start_time,price,notes}', i, 154)),
  anchor() - interval '1 day' * (90.0 * (1 - i / (size('clients') * 1.0)))
from generate_series(1, size('clients')) as i
join barbers b on b.slot = choice(i, 155, size('barbers'))
order by i;
