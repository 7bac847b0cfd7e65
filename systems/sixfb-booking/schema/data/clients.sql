-- Each client's visits are counted from the diary, as the product does after each.
insert into clients (
  id, organization_id, user_id, account_id, name, email, phone, date_of_birth, notes, tags, marketing_consent,
  no_show_count, last_visit, total_spent, created_at, updated_at
)
overriding system value
select
  id, c.organization_id, c.user_id,
  -- Every fourth has an account.
  case when c.slot % 4 = 0 then size('barbers') + 3 * size('organizations') + c.slot / 4 + 1 end,
  person(id), 'client' || id || '@example.com', phone(id),
  case when share(id, 91) < 0.4 then date '1955-01-01' + choice(id, 92, 19000) end,
  case when share(id, 93) < 0.2 then pick('{Likes it short,Number 2 on the sides,Talks football,Allergic to aftershave}', id, 94) end,
  case when coalesce(v.visits, 0) > 20 then '{vip}'::text[] when v.visits is null then '{new}' else '{}' end,
  share(id, 95) < 0.6,
  coalesce(v.no_shows, 0), v.last_visit, coalesce(v.spent, 0),
  coalesce(v.since - interval '5 minutes', moment(id, 96, 540)), v.last_visit
from (
  select scatter(c.slot, size('clients')) as id, c.slot, b.organization_id, b.id as user_id
  from barbers b
  cross join lateral generate_series(b.first_client, b.first_client + b.clients - 1) as c (slot)
) as c
left join (
  select
    client_id,
    count(*) filter (where status = 'completed') as visits,
    count(*) filter (where status = 'no_show') as no_shows,
    max(end_time) filter (where status = 'completed') as last_visit,
    sum(price) filter (where status = 'completed') as spent,
    min(created_at) as since
  from appointments
  group by client_id
) as v on v.client_id = c.id
order by id;

analyze clients;

insert into client_notes (id, organization_id, client_id, author_id, note, created_at)
overriding system value
select
  row_number() over (order by id), organization_id, id, user_id,
  pick('{Wants to grow it out,Prefers Saturdays,Brought a friend,Asked about colour,Tipped well}', id, 97), moment(id, 98, 400)
from clients
where share(id, 99) < 0.25;
