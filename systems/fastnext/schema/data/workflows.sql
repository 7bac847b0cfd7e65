-- Designed in an editor: a few steps mostly, dozens in some, with what each connector needs to know.
insert into workflow_templates (
  id, project_id, created_by, name, description, version, status, config, created_at, updated_at
)
overriding system value
select
  t.id,
  scatter(zipf(t.id, 301, size('projects'), 0.4), size('projects')),
  scatter(zipf(t.id, 302, size('users'), 0.5), size('users')),
  pick('{"Sync contacts","Send invoice","Approve expense","Onboard customer","Nightly export","Escalate ticket","Publish page","Clean up files"}', t.id, 303)
    || ' ' || t.id,
  case when share(t.id, 304) < 0.5 then 'Started by hand or by one of its triggers.' end,
  1 + choice(t.id, 305, 12),
  weighted('{published,draft,retired}', '{66,88}', t.id, 306),
  jsonb_build_object(
    'steps', s.steps,
    'triggers', case choice(t.id, 307, 3)
      when 0 then jsonb_build_array(jsonb_build_object('type', 'schedule', 'cron', choice(t.id, 308, 60) || ' ' || choice(t.id, 309, 24) || ' * * *'))
      when 1 then jsonb_build_array(jsonb_build_object('type', 'webhook', 'event', pick('{item.created,item.updated,file.uploaded,user.invited}', t.id, 310)))
      else jsonb_build_array(jsonb_build_object('type', 'manual'), jsonb_build_object('type', 'webhook', 'event', 'item.updated'))
    end,
    'tags', jsonb_build_array(pick('{sales,finance,support,ops,marketing}', t.id, 311), 'team-' || zipf(t.id, 312, 300, 0.6)),
    'settings', jsonb_build_object('concurrency', 1 + choice(t.id, 313, 8), 'notify', jsonb_build_object('on_failure', share(t.id, 314) < 0.7, 'channel', 'email'))
  ),
  at,
  at + (anchor() - at) * share(t.id, 315)
from (
  select id, moment(id, 316, 700) as at, 2 + floor(38 * power(share(id, 317), 3))::integer as length
  from generate_series(1, size('templates')) as id
  offset 0
) as t
cross join lateral (
  select jsonb_agg(jsonb_build_object(
    'key', 'step-' || n,
    'type', kind,
    'timeout_s', 30 * (1 + choice(row, 321, 10)),
    'retry', jsonb_build_object('max', choice(row, 322, 6), 'backoff', pick('{linear,exponential}', row, 323))
  ) || case kind
    when 'connector.call' then jsonb_build_object(
      'connector', nth('connectors', zipf(row, 324, cardinality(words('connectors')), 0.75)),
      'operation', pick('{create,update,upsert,search,delete}', row, 325),
      'inputs', jsonb_build_object('id', '{{ item.id }}', 'fields', jsonb_build_array('name', 'email', 'field_' || choice(row, 326, 500)),
        'credential', md5('credential ' || choice(row, 327, 5000))))
    when 'condition' then jsonb_build_object('expression', format('steps.step-%s.count > %s', greatest(n - 1, 1), choice(row, 328, 100)), 'else', 'step-' || n + 2)
    when 'notify' then jsonb_build_object('to', jsonb_build_array('role:' || pick('{admin,support,billing}', row, 329)), 'template', 'mail-' || choice(row, 330, 200))
    else jsonb_build_object('script', format('return { total: input.items.length * %s }', choice(row, 331, 1000)))
  end order by n) as steps
  from (
    select n, t.id * 64::bigint + n as row, weighted('{connector.call,condition,notify,script}', '{55,75,90}', t.id * 64::bigint + n, 332) as kind
    from generate_series(1, t.length) as n
  ) as numbered
) as s;

insert into workflow_instances (id, template_id, started_by, status, context, started_at, finished_at)
overriding system value
select
  i,
  scatter(zipf(i, 341, size('templates'), 0.6), size('templates')),
  case when share(i, 342) < 0.6 then scatter(zipf(i, 343, size('users'), 0.5), size('users')) end,
  status,
  jsonb_build_object('trigger', pick('{manual,schedule,webhook}', i, 344), 'item', choice(i, 345, size('items'))),
  at,
  case when status <> 'running' then at + interval '1 second' * (2 + 3600 * power(share(i, 346), 4)) end
from (
  select i, activity_at((i - 1)::double precision / size('instances')) as at,
    case when i > size('instances') * 0.995 then 'running'
      else weighted('{completed,failed,cancelled}', '{92,98}', i, 347) end as status
  from generate_series(1, size('instances')) as i
  offset 0
) as ordered;

insert into workflow_steps (id, instance_id, position, step_type, status, attempts, output, started_at, finished_at)
overriding system value
select
  row_number() over (order by w.id, n),
  w.id,
  n,
  weighted('{connector.call,condition,notify,script}', '{55,75,90}', w.id * 10 + n, 351),
  case when w.status = 'completed' or n = 1 then 'completed' when n = 2 then case w.status when 'running' then 'running' when 'failed' then 'failed' else 'skipped' end else 'pending' end,
  1,
  case when share(w.id * 10 + n, 352) < 0.5 then jsonb_build_object('count', choice(w.id * 10 + n, 353, 100)) end,
  w.started_at + interval '1 second' * n,
  case when w.status = 'completed' then w.started_at + interval '2 seconds' * n end
from workflow_instances w
cross join generate_series(1, 4) as n
where n <= 2 + choice(w.id, 354, 3);

insert into workflow_transitions (id, instance_id, from_status, to_status, reason, created_at)
overriding system value
select row_number() over (order by at, id, from_status nulls first), id, from_status, to_status, null, at
from (
  select id, null as from_status, 'running' as to_status, started_at as at from workflow_instances
  union all
  select id, 'running', status, finished_at from workflow_instances where finished_at is not null
) as changes;
