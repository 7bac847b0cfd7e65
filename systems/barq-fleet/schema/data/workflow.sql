insert into workflow_templates (
  id, organization_id, name, category, trigger_type, config, created_at
)
overriding system value
select
  i, (i - 1) % size('organizations') + 1, name,
  case name when 'Loan request' then 'finance' when 'Vehicle handover' then 'fleet' else 'hr' end, 'manual',
  jsonb_build_object('notify', true, 'steps', 3), moment(i, 951, 900)
from (
  select i, ('{Leave request,Loan request,Vehicle handover}'::text[])[1 + (i - 1) / size('organizations')] as name
  from generate_series(1, size('organizations') * 3) as i
) as designed;

insert into workflow_steps (
  id, organization_id, workflow_template_id, position, name, step_type, config, created_at
)
overriding system value
select
  row_number() over (order by t.id, n), t.organization_id, t.id, n, 'Step ' || n,
  ('{task,approval,notification}'::text[])[n], '{}', t.created_at
from workflow_templates t
cross join generate_series(1, 3) as n
order by t.id, n;

insert into workflow_instances (
  id, organization_id, workflow_template_id, courier_id, initiated_by, status, current_step, data, started_at,
  completed_at, created_at
)
overriding system value
select
  i, organization_id, own(organization_id, 3, i, 961), courier_id, own(organization_id, 8, i, 962), status,
  case when status = 'completed' then 3 else 2 end, jsonb_build_object('source', 'app', 'request', i), started,
  case when status in ('completed', 'rejected') then started + interval '2 days' end, started
from (
  select
    i, c.organization_id, c.id as courier_id, moment(i, 963, 300) as started,
    pick('{completed,completed,completed,completed,rejected,pending_approval,in_progress}', i, 964) as status
  from generate_series(1, size('couriers') * 2) as i
  join riders c on c.slot = (i % size('couriers'))::integer
) as begun
order by i;

insert into workflow_history (
  id, organization_id, workflow_instance_id, actor_id, event, previous_state, new_state, happened_at, created_at
)
overriding system value
select
  row_number() over (order by w.id, n), w.organization_id, w.id, w.initiated_by,
  ('{created,step_completed}'::text[])[n],
  case when n = 2 then 'draft' end, case when n = 1 then 'draft' else w.status end,
  w.started_at + interval '1 hour' * n, w.started_at + interval '1 hour' * n
from workflow_instances w
cross join generate_series(1, 2) as n
order by w.id, n;

insert into workflow_comments (id, organization_id, workflow_instance_id, user_id, comment, created_at)
overriding system value
select row_number() over (order by id), organization_id, id, initiated_by, 'Please attach the document.', started_at
from workflow_instances
where id % 3 = 0
order by id;

insert into workflow_slas (
  id, organization_id, workflow_template_id, response_minutes, resolution_minutes, escalate_to, created_at
)
overriding system value
select id, organization_id, id, 240, 2880, 'manager', created_at
from workflow_templates
order by id;

insert into approval_chains (id, organization_id, workflow_template_id, name, levels, created_at)
overriding system value
select id, organization_id, id, name || ' approval', 2, created_at
from workflow_templates
order by id;

insert into approval_chain_approvers (
  id, organization_id, approval_chain_id, user_id, level, created_at
)
overriding system value
select
  row_number() over (order by c.id, n), c.organization_id, c.id,
  c.organization_id + n * size('organizations'), n, c.created_at
from approval_chains c
cross join generate_series(1, 2) as n
order by c.id, n;

insert into approval_requests (
  id, organization_id, workflow_instance_id, approver_id, level, status, requested_at, responded_at, created_at
)
overriding system value
select
  row_number() over (order by id), organization_id, id, organization_id + size('organizations'), 1,
  case status when 'rejected' then 'rejected' when 'completed' then 'approved' else 'pending' end,
  started_at + interval '1 hour', completed_at, started_at + interval '1 hour'
from workflow_instances
order by id;

insert into workflow_automations (
  id, organization_id, name, trigger_event, action_type, config, last_run_at, created_at
)
overriding system value
select
  i, (i - 1) % size('organizations') + 1, 'Rule ' || (1 + (i - 1) / size('organizations')),
  pick('{delivery.failed,iqama.expiring,cod.overdue,ticket.opened}', i, 971),
  pick('{send_email,send_sms,create_task,webhook}', i, 972), '{"retries": 3}', moment(i, 973, 5),
  moment(i, 974, 900)
from generate_series(1, size('organizations') * 4) as i;

insert into automation_execution_logs (
  id, organization_id, workflow_automation_id, status, duration_ms, executed_at, created_at
)
overriding system value
select
  i, c.organization_id, own(c.organization_id, 4, i, 981),
  weighted('{success,failed,skipped}', '{90,96}', i, 982),
  5 + choice(i, 983, 900), moment(i, 984, 60), moment(i, 984, 60)
from generate_series(1, size('couriers') * 3) as i
join riders c on c.slot = (i % size('couriers'))::integer
order by i;
