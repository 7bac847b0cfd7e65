insert into users (
  id, email, username, full_name, hashed_password, avatar_url, bio, locale, timezone, preferences, is_active,
  is_superuser, is_verified, failed_logins, last_login_at, created_at, updated_at
)
overriding system value
select
  i,
  -- As typed when signing up: some with capitals.
  case when share(i, 101) < 0.2 then initcap(login) else login end || '@'
    || nth('domains', i),
  case when share(i, 103) < 0.15 then initcap(login) else login end,
  person(i),
  '$2b$12$' || translate(encode(sha256(('password ' || i)::bytea), 'base64'), '+=', './')
    || substr(md5('salt ' || i), 1, 9),
  case when share(i, 104) < 0.6 then 'https://cdn.example.com/avatars/' || md5('avatar ' || i) || '.webp' end,
  case when share(i, 105) < 0.3 then repeat('Builds tools for the team, and likes short meetings. ', 1 + choice(i, 106, 5)) end,
  pick('{en,en,en,de,fr,es,pt-BR,ja,tr}', i, 107),
  pick('{UTC,Europe/Berlin,America/New_York,Asia/Tokyo,America/Sao_Paulo,Europe/Istanbul}', i, 108),
  jsonb_build_object(
    'theme', pick('{light,dark,system}', i, 109),
    'editor', jsonb_build_object('tab_size', 2 + 2 * choice(i, 110, 2), 'minimap', share(i, 111) < 0.5),
    'notifications', jsonb_build_object('email', share(i, 112) < 0.7, 'digest', pick('{daily,weekly,never}', i, 113))
  ),
  share(i, 114) < 0.86,
  i % 1000 = 1,
  share(i, 115) < 0.93,
  case when share(i, 116) < 0.05 then 1 + choice(i, 117, 4) else 0 end,
  case when share(i, 118) < 0.9 then anchor() - (anchor() - created_at) * power(share(i, 119), 3) end,
  created_at,
  case when share(i, 120) < 0.4 then anchor() - (anchor() - created_at) * share(i, 121) end
from (
  select
    i,
    lower(replace(person(i), ' ', '.')) || i as login,
    case
      when i <= size('users') * 0.4 then first_day() - interval '1 second' * (63072000 * share(i, 122))
      else first_day() + (anchor() - first_day()) * ((i::double precision / size('users') - 0.4) / 0.6)
    end as created_at
  from generate_series(1, size('users')) as i
  offset 0
) as people;

insert into roles (id, name, description, is_system, created_at)
overriding system value
select i, name, 'May act as ' || name, i <= 3, first_day() - interval '700 days'
from unnest('{admin,developer,viewer,auditor,designer,billing,support,operator}'::text[]) with ordinality as t (name, i);

insert into permissions (id, resource, action, created_at)
overriding system value
select row_number() over (order by resource, action), resource, action, first_day() - interval '700 days'
from unnest('{users,projects,pages,components,items,files,workflows,api_keys,audit_trails,reports}'::text[]) as resource
cross join unnest('{create,read,update,delete,execute,export}'::text[]) as action;

insert into user_roles (id, user_id, role_id, granted_by, created_at)
overriding system value
select row_number() over (order by u.id, kind), u.id, case kind when 1 then 3 else 4 + choice(u.id, 131, 5) end,
  case when kind = 2 then 1 end, u.created_at
from users u
cross join generate_series(1, 2) as kind
where kind = 1 or share(u.id, 132) < 0.3;

insert into role_permissions (id, role_id, permission_id, created_at)
overriding system value
select row_number() over (order by r.id, p.id), r.id, p.id, r.created_at
from roles r
cross join permissions p
where r.id = 1 or p.action = 'read' or (r.id = 2 and p.action <> 'delete') or (r.id = 5 and p.action = 'update');

-- Long-lived sign-ins, most of them of people who come often.
insert into sessions (id, user_id, token_hash, ip_address, user_agent, created_at, last_seen_at, expires_at, revoked_at)
overriding system value
select
  i,
  user_id,
  md5('session ' || i) || md5('token ' || i),
  format('%s.%s.%s.%s', 20 + choice(user_id, 141, 180), choice(user_id, 142, 256), choice(i, 143, 256), 1 + choice(i, 144, 254)),
  (select value from user_agents where rank = zipf(user_id, 149, agents(), 0.7)),
  at,
  at + interval '1 hour' * choice(i, 145, 300),
  at + interval '30 days',
  case when share(i, 146) < 0.3 then at + interval '1 hour' * (1 + choice(i, 147, 300)) end
from (
  select i, activity_at((i - 1)::double precision / (2 * size('users'))) as at,
    scatter(zipf(i, 148, size('users'), 0.5), size('users')) as user_id
  from generate_series(1, 2 * size('users')) as i
  offset 0
) as s;

insert into api_keys (id, user_id, name, prefix, key_hash, scopes, last_used_at, expires_at, created_at)
overriding system value
select
  i,
  scatter(zipf(i, 151, size('users'), 0.5), size('users')),
  pick('{CI,Zapier,"Local development",Reporting,"Nightly export",Terraform}', i, 152),
  'fnx_' || substr(md5('key ' || i), 1, 8),
  md5('key ' || i) || md5('secret ' || i),
  case when share(i, 153) < 0.5 then '{read}' else '{read,write}' end::text[],
  case when share(i, 154) < 0.7 then moment(i, 155, 60) end,
  case when share(i, 156) < 0.5 then anchor() + interval '1 day' * choice(i, 157, 365) end,
  moment(i, 158, 460)
from generate_series(1, size('users') / 10) as i;
