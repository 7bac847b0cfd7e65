insert into tickets (
  id, organization_id, ticket_number, courier_id, created_by, assigned_to, category, priority, status, subject,
  description, sla_due_at, first_response_at, resolved_at, created_at
)
overriding system value
select
  i, organization_id, 'TKT-' || (100000 + i), courier_id, own(organization_id, 8, i, 851),
  own(organization_id, 8, i, 852), pick('{hr,vehicle,accommodation,finance,operations,it,other}', i, 853),
  pick('{low,medium,medium,medium,high,urgent}', i, 854), status,
  pick('{Salary question,Vehicle broke down,Room needs repair,App does not open,COD does not match}', i, 855),
  'Sent by the courier from the app; details are in the replies.',
  opened + interval '2 days',
  case when status <> 'open' then opened + interval '2 hours' end,
  case when status in ('resolved', 'closed') then opened + interval '1 day' end,
  opened
from (
  select
    i, c.organization_id, c.id as courier_id, opened,
    -- What is open is mostly new.
    case
      when i > size('couriers') * 2.9 then pick('{open,open,open,in_progress,in_progress,pending}', i, 856)
      else weighted('{closed,resolved,in_progress}', '{80,97}', i, 857)
    end as status
  from (
    select i, anchor() - interval '1 day' * (300.0 * (1 - i / (size('couriers') * 3.0))) as opened
    from generate_series(1, size('couriers') * 3) as i
  ) as numbered
  join riders c on c.slot = choice(i, 858, size('couriers'))
) as raised
order by i;

insert into ticket_replies (id, organization_id, ticket_id, user_id, message, is_internal, created_at)
overriding system value
select
  row_number() over (order by t.id, n), t.organization_id, t.id, own(t.organization_id, 8, t.id * 4 + n, 861),
  'We looked into it and will come back to you.', n = 2 and t.id % 3 = 0, t.created_at + interval '2 hours' * n
from tickets t
cross join generate_series(1, 2) as n
where t.status <> 'open'
order by t.id, n;

insert into ticket_attachments (
  id, organization_id, ticket_id, uploaded_by, file_name, file_url, mime_type, size_bytes, created_at
)
overriding system value
select
  row_number() over (order by id), organization_id, id, created_by, 'photo.jpg',
  'https://files.example.sa/tickets/' || id || '.jpg',
  'image/jpeg', 20000 + choice(id, 871, 3000000), created_at
from tickets
where id % 4 = 0
order by id;

insert into ticket_templates (
  id, organization_id, name, category, default_priority, subject, body, created_at
)
overriding system value
select
  i, (i - 1) % size('organizations') + 1, 'Template ' || (1 + (i - 1) / size('organizations')),
  pick('{hr,vehicle,finance,it}', i, 881), 'medium', 'Your request', 'Please describe what happened, where and when.',
  moment(i, 882, 900)
from generate_series(1, size('organizations') * 3) as i;

insert into canned_responses (
  id, organization_id, shortcut, title, body, usage_count, created_at
)
overriding system value
select
  i, (i - 1) % size('organizations') + 1, '/r' || (1 + (i - 1) / size('organizations')), 'Thank you',
  'Thank you for writing to us.', choice(i, 891, 500), moment(i, 892, 900)
from generate_series(1, size('organizations') * 5) as i;

insert into kb_categories (id, organization_id, parent_id, name, position, created_at)
overriding system value
select
  i, (i - 1) % size('organizations') + 1,
  case when i > size('organizations') then (i - 1) % size('organizations') + 1 end,
  'Category ' || (1 + (i - 1) / size('organizations')), (i - 1) / size('organizations'),
  moment(i, 901, 900)
from generate_series(1, size('organizations') * 4) as i;

insert into kb_articles (
  id, organization_id, kb_category_id, author_id, slug, title, content, status, tags, view_count, published_at,
  created_at
)
overriding system value
select
  i, organization_id, own(organization_id, 4, i, 911), own(organization_id, 8, i, 912), 'article-' || i,
  'How to ' || pick('{renew an iqama,report an accident,hand over cash,ask for leave}', i, 913),
  repeat('Step by step, with a picture for each step. ', 12),
  pick('{published,published,published,draft,archived}', i, 914),
  array[pick('{hr,vehicle,cash,housing}', i, 915)], choice(i, 916, 5000), moment(i, 917, 300),
  moment(i, 917, 300)
from (
  select i, ((i - 1) % size('organizations') + 1)::integer as organization_id
  from generate_series(1, size('organizations') * 10) as i
) as written;

insert into faqs (id, organization_id, question, answer, category, position, created_at)
overriding system value
select
  i, (i - 1) % size('organizations') + 1, 'When is the salary paid?', 'On the fifth of the next month.',
  pick('{hr,vehicle,finance}', i, 921), (i - 1) / size('organizations'), moment(i, 922, 900)
from generate_series(1, size('organizations') * 6) as i;

insert into chat_sessions (
  id, organization_id, courier_id, agent_id, ticket_id, status, started_at, ended_at, created_at
)
overriding system value
select
  row_number() over (order by id), organization_id, courier_id, assigned_to, id, 'closed', created_at,
  created_at + interval '12 minutes', created_at
from tickets
where id % 3 = 0
order by id;

insert into chat_messages (id, organization_id, chat_session_id, sender, message, read_at, created_at)
overriding system value
select
  row_number() over (order by s.id, n), s.organization_id, s.id, case when n % 2 = 1 then 'courier' else 'agent' end,
  pick('{Good morning,It is still not working,Please send a photo,Thank you}', s.id * 8 + n, 931),
  s.started_at + interval '1 minute' * (n + 1), s.started_at + interval '1 minute' * n
from chat_sessions s
cross join generate_series(1, 4) as n
order by s.id, n;

insert into support_feedbacks (id, organization_id, ticket_id, rating, comment, created_at)
overriding system value
select
  row_number() over (order by id), organization_id, id, 1 + choice(id, 941, 5), 'Solved',
  resolved_at + interval '1 hour'
from tickets
where status = 'closed' and id % 5 = 0
order by id;
