insert into api_keys (
  id, organization_id, created_by, name, key_hash, scopes, status, last_used_at, expires_at, created_at
)
overriding system value
select
  i, (i - 1) % size('organizations') + 1, i, 'Key ' || i, md5('key ' || i), '{deliveries:read,deliveries:write}',
  pick('{active,active,active,revoked,expired}', i, 1001), moment(i, 1002, 20),
  anchor() + interval '200 days', moment(i, 1003, 600)
from generate_series(1, size('organizations') * 2) as i;

insert into integrations (
  id, organization_id, name, integration_type, status, config, last_sync_at, error_count, created_at
)
overriding system value
select
  i, (i - 1) % size('organizations') + 1, kind, kind, pick('{active,active,active,inactive,error}', i, 1011),
  '{"sandbox": false}', moment(i, 1012, 3), choice(i, 1013, 10), moment(i, 1014, 600)
from (
  select i, ('{payment,sms,maps,marketplace}'::text[])[1 + (i - 1) / size('organizations')] as kind
  from generate_series(1, size('organizations') * 4) as i
) as connected;

insert into background_jobs (
  id, organization_id, job_type, status, progress, payload, started_at, finished_at, created_at
)
overriding system value
select
  i, c.organization_id, pick('{report,import,export,payroll,sync,cleanup}', i, 1021), 'completed', 100,
  jsonb_build_object('run', i), moment(i, 1022, 60), moment(i, 1022, 60) + interval '2 minutes',
  moment(i, 1022, 60)
from generate_series(1, size('couriers')) as i
join riders c on c.slot = (i % size('couriers'))::integer
order by i;

insert into backups (id, backup_type, status, storage_url, size_bytes, started_at, finished_at, created_at)
overriding system value
select
  i, case when i % 7 = 0 then 'full' else 'incremental' end, 'completed', 's3://barq-backups/' || i,
  1000000000 + choice(i, 1031, 1000000000), at, at + interval '20 minutes', at
from (
  select i, anchor() - interval '1 day' * (91 - i) as at from generate_series(1, 90) as i
) as nightly;

insert into audit_logs (
  id, organization_id, user_id, action, resource_type, resource_id, changes, ip_address, user_agent, created_at
)
overriding system value
select
  i, c.organization_id, own(c.organization_id, 8, i, 1041),
  pick('{read,read,update,update,update,create,login,export,approve,delete}', i, 1042),
  pick('{delivery,courier,vehicle,salary,ticket}', i, 1043), choice(i, 1044, 10000),
  jsonb_build_object('field', pick('{status,city,notes,amount}', i, 1045)),
  '10.0.0.0'::inet + choice(i, 1046, 65536), 'Mozilla/5.0 (Linux; Android 14)',
  anchor() - interval '1 day' * (60.0 * (1 - i / (size('couriers') * 10.0)))
from generate_series(1, size('couriers') * 10) as i
join riders c on c.slot = choice(i, 1047, size('couriers'))
order by i;
