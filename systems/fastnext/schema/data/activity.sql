-- `offset 0` keeps the planner from working out a column anew wherever it is used.

-- In the order of time, by people who had signed up by then. A few people, and their scripts, do most
-- of it, and three in five who signed up hardly came back.
insert into activity_logs (id, user_id, action, details, ip_address, user_agent, "timestamp")
overriding system value
select
  i,
  user_id,
  action,
  case
    when action like '%.view' then jsonb_build_object('target', target)
    when action = 'auth.login' then jsonb_build_object('method', pick('{password,sso,token}', i, 401))
    when action = 'api.call' then jsonb_build_object('request', jsonb_build_object('method', pick('{GET,GET,POST,PATCH}', i, 402), 'status', pick('{200,200,200,201,404,422}', i, 403)::integer))
    when action like '%.update' then jsonb_build_object('target', target, 'changes', jsonb_build_object(
      pick('{status,title,assignee,priority,due_date,description}', i, 404), jsonb_build_array(choice(i, 405, 9), choice(i, 406, 9))))
    when share(i, 407) < 0.02 then jsonb_build_object('target', target, 'labels',
      jsonb_build_object('key_' || zipf(i, 408, 2000, 0.5), jsonb_build_object('value', choice(i, 409, 1000), 'source', 'import')))
    else jsonb_build_object('target', target)
  end,
  case
    when share(user_id, 410) < 0.08 then format('2001:db8:%s:%s::%s', to_hex(choice(user_id, 411, 65536)), to_hex(choice(user_id, 412, 65536)), to_hex(1 + choice(i, 413, 4000)))
    else format('%s.%s.%s.%s', 20 + choice(user_id, 414, 180), choice(user_id, 415, 256), choice(user_id * 4::bigint + device, 416, 256), 1 + choice(user_id * 4::bigint + device, 417, 254))
  end,
  (select value from user_agents where rank = zipf(user_id * 4::bigint + device, 422, agents(), 0.7)),
  at
from (
  select
    *,
    choice(i, 418, 3) as device,
    jsonb_build_object('type', split_part(action, '.', 1), 'id', 1 + choice(i, 419, size('items'))) as target,
    case when anyone <= users_at(at) then anyone else 1 + anyone % users_at(at) end as user_id
  from (
    select
      i,
      scatter(zipf(i, 420, 2 * size('users') / 5, 0.6), size('users')) as anyone,
      weighted('{project.view,item.view,page.view,api.call,item.update,auth.login,comment.create,item.create,file.upload,workflow.start,export.run}', '{22,42,56,72,83,89,93,96,98,99}', i, 421) as action,
      activity_at((i - 1)::double precision / size('activity_logs')) as at
    from generate_series(1, size('activity_logs')) as i
    offset 0
  ) as drawn
  offset 0
) as known;

-- Changes that have to be accounted for. One in five belongs to a ticket, a few carry keys of their own.
insert into audit_trails (id, user_id, entity_type, entity_id, action, old_values, new_values, metadata, created_at)
overriding system value
select
  i,
  case when share(i, 431) < 0.97 then scatter(zipf(i, 432, size('users'), 0.6), size('users')) end,
  kind,
  1 + choice(i, 433, size('items')),
  action,
  case when action <> 'create' then jsonb_build_object('status', pick('{open,draft,active}', i, 434), 'revision', choice(i, 435, 50)) end,
  case when action <> 'delete' then jsonb_build_object('status', pick('{done,published,archived}', i, 436), 'revision', 1 + choice(i, 435, 50)) end,
  jsonb_build_object(
    'request_id', substr(md5('request ' || i), 1, 20),
    'source', jsonb_build_object('channel', weighted('{web,api,worker,cli}', '{60,85,96}', i, 437),
      'version', format('3.%s.%s', choice(i, 438, 12), choice(i, 439, 20)), 'region', pick('{eu-central-1,us-east-1,ap-northeast-1}', i, 440))
  )
    || case when share(i, 441) < 0.2 then jsonb_build_object('ticket', 'OPS-' || 1 + choice(i, 442, size('audit_trails') / 100)) else '{}' end
    || case when share(i, 443) < 0.3 then jsonb_build_object('reason', pick('{"customer request",cleanup,migration,correction,"legal hold"}', i, 444)) else '{}' end
    || case when share(i, 445) < 0.05 then jsonb_build_object('tags', jsonb_build_array('batch-' || zipf(i, 446, 5000, 0.5), 'import')) else '{}' end
    || case when share(i, 447) < 0.02 then jsonb_build_object('x_' || zipf(i, 448, 3000, 0.5), jsonb_build_object('value', choice(i, 449, 1000))) else '{}' end,
  activity_at((i - 1)::double precision / size('audit_trails'))
from (
  select i, weighted('{item,project,page,user,workflow_template,file,api_key}', '{50,65,78,86,93,98}', i, 450) as kind,
    weighted('{update,create,delete,restore}', '{70,92,99}', i, 451) as action
  from generate_series(1, size('audit_trails')) as i
  offset 0
) as drawn;

-- Old ones have been read, most of the newest have not.
insert into notifications (id, user_id, actor_id, kind, title, body, payload, is_read, created_at, read_at)
overriding system value
select
  i,
  user_id,
  case when share(i, 461) < 0.85 then scatter(zipf(i, 462, size('users'), 0.5), size('users')) end,
  kind,
  case kind when 'mention' then 'You were mentioned' when 'assignment' then 'An item was assigned to you'
    when 'comment' then 'New comment on your item' else 'A workflow needs your attention' end,
  case when share(i, 463) < 0.5 then 'Open the item to see what it is about, and answer there.' end,
  jsonb_build_object('item', 1 + choice(i, 464, size('items'))),
  is_read,
  at,
  case when is_read then at + (anchor() - at) * power(share(i, 465), 5) end
from (
  select
    i,
    scatter(zipf(i, 466, size('users'), 0.55), size('users')) as user_id,
    weighted('{comment,assignment,mention,workflow}', '{45,75,92}', i, 467) as kind,
    share(i, 468) > 0.06 + 0.6 * power(i::double precision / size('notifications'), 12) as is_read,
    activity_at((i - 1)::double precision / size('notifications')) as at
  from generate_series(1, size('notifications')) as i
  offset 0
) as drawn;
