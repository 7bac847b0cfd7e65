insert into users
  (id, email, full_name, phone, hashed_password, is_active, is_superuser, last_login_at, created_at)
overriding system value
select
  i,
  'user' || i || '@example.sa',
  person(i),
  phone(i),
  '$2b$12$' || md5('user ' || i),
  share(i, 101) < 0.95,
  i % 500 = 0,
  moment(i, 102, 30),
  moment(i, 103, 900) - interval '30 days'
from generate_series(1, size('organizations') * 8) as i;

insert into roles (id, name, description, is_system, created_at)
overriding system value
select i, name, 'May act as ' || name, true, anchor() - interval '1000 days'
from unnest('{owner,admin,manager,dispatcher,hr_officer,accountant,support_agent,viewer}'::text[])
  with ordinality as t (name, i);

insert into permissions (id, resource, action, created_at)
overriding system value
select row_number() over (order by resource, action), resource, action, anchor() - interval '1000 days'
from unnest('{couriers,vehicles,deliveries,cod,salaries,attendance,tickets,reports,buildings}'::text[]) as resource
cross join unnest('{create,read,update,delete,approve,export}'::text[]) as action;

insert into user_roles (id, user_id, role_id, created_at)
overriding system value
select i, i, 1 + (i - 1) / size('organizations'), moment(i, 103, 900)
from generate_series(1, size('organizations') * 8) as i;

insert into role_permissions (id, role_id, permission_id, created_at)
overriding system value
select row_number() over (order by r.id, p.id), r.id, p.id, anchor() - interval '1000 days'
from roles r
cross join permissions p
where r.id <= 2 or p.action = 'read' or (r.id <= 5 and p.action in ('create', 'update'));

insert into password_reset_tokens (id, user_id, token_hash, expires_at, used_at, created_at)
overriding system value
select i, i, md5('token ' || i), at + interval '1 hour', case when i % 3 > 0 then at + interval '9 minutes' end, at
from (
  select i, moment(i, 104, 90) as at from generate_series(1, size('organizations') * 2) as i
) as tokens;
