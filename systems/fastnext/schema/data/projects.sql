insert into projects (id, owner_id, name, slug, description, status, settings, created_at, updated_at)
overriding system value
select
  i,
  scatter(zipf(i, 201, size('users'), 0.5), size('users')),
  name,
  lower(replace(name, ' ', '-')) || '-' || i,
  case when share(i, 202) < 0.7 then repeat('What we plan, who does it, and how far it is. ', 1 + choice(i, 203, 6)) end,
  weighted('{active,archived,draft}', '{78,93}', i, 204),
  jsonb_build_object('visibility', pick('{private,team,public}', i, 205), 'features',
    jsonb_build_object('workflows', share(i, 206) < 0.6, 'files', share(i, 207) < 0.8)),
  at,
  at + (anchor() - at) * (1 - power(share(i, 208), 2))
from (
  select
    i,
    pick('{Atlas,Beacon,Compass,Delta,Ember,Fjord,Granite,Harbor,Iris,Juniper,Kestrel,Lumen}', i, 209) || ' '
      || pick('{Portal,Backoffice,Website,Onboarding,Reporting,Inventory,Support,Roadmap}', i, 210) as name,
    moment(i, 211, 900) as at
  from generate_series(1, size('projects')) as i
  offset 0
) as p;

-- The owner, and a team that is mostly small.
insert into project_members (id, project_id, user_id, role, created_at)
overriding system value
select row_number() over (order by project_id, user_id), project_id, user_id, role, at
from (
  select distinct on (project_id, user_id) *
  from (
    select id as project_id, owner_id as user_id, 'owner' as role, created_at as at, 0 as n from projects
    union all
    select
      p.id,
      scatter(zipf(p.id * 100 + n, 221, size('users'), 0.3), size('users')),
      weighted('{editor,viewer}', '{60}', p.id * 100 + n, 222),
      p.created_at + (anchor() - p.created_at) * share(p.id * 100 + n, 224),
      n
    from projects p
    cross join generate_series(1, 60) as n
    where n <= 2 + 40 * power(share(p.id, 223), 4)
  ) as invited
  order by project_id, user_id, n
) as members;

insert into pages (id, project_id, title, path, layout, is_published, created_at, updated_at)
overriding system value
select
  row_number() over (order by p.id, n),
  p.id,
  pick('{Overview,Dashboard,Settings,Orders,Customers,Invoices,Calendar,Search}', n, 231) || ' ' || n,
  '/' || n,
  jsonb_build_object('columns', 12, 'theme', pick('{light,dark}', p.id, 232)),
  share(p.id * 10 + n, 233) < 0.8,
  p.created_at + interval '1 hour' * n,
  case when n % 2 = 0 then p.updated_at end
from projects p
cross join generate_series(1, 6) as n
where n <= 1 + choice(p.id, 234, 6);

insert into components (id, page_id, kind, position, properties, created_at)
overriding system value
select
  row_number() over (order by g.id, n),
  g.id,
  pick('{table,chart,form,text,button,image,list,map}', g.id * 10 + n, 241),
  n,
  jsonb_build_object('label', 'Component ' || n, 'span', 1 + choice(g.id * 10 + n, 242, 12),
    'source', jsonb_build_object('kind', pick('{query,static,api}', g.id * 10 + n, 243), 'limit', 50)),
  g.created_at
from pages g
cross join generate_series(0, 5) as n
where n <= choice(g.id, 244, 6);

-- Work is spread over projects as unevenly as people are.
insert into items (id, project_id, assignee_id, title, description, status, priority, due_date, created_at, updated_at)
overriding system value
select
  i,
  scatter(zipf(i, 251, size('projects'), 0.5), size('projects')),
  case when share(i, 252) < 0.8 then scatter(zipf(i, 253, size('users'), 0.5), size('users')) end,
  pick('{Fix,Add,Remove,Review,Plan,Translate,Test,Document}', i, 254) || ' '
    || pick('{"the export","the login page","the invoice layout",search,"the import of contacts",notifications,"the price list"}', i, 255),
  case when share(i, 256) < 0.6 then repeat('Reported by a customer; see the attached file. ', 1 + choice(i, 257, 6)) end,
  weighted('{done,open,in_progress,cancelled}', '{62,84,94}', i, 258),
  1 + choice(i, 259, 5),
  case when share(i, 260) < 0.5 then day(at + interval '1 day' * choice(i, 261, 60)) end,
  at,
  case when share(i, 262) < 0.8 then at + (anchor() - at) * share(i, 263) end
from (
  select i, activity_at((i - 1)::double precision / size('items')) as at from generate_series(1, size('items')) as i
  offset 0
) as ordered;

insert into comments (id, item_id, author_id, body, created_at, edited_at)
overriding system value
select
  row_number() over (order by i.created_at, i.id, n),
  i.id,
  scatter(zipf(i.id * 10 + n, 271, size('users'), 0.5), size('users')),
  repeat(pick('{"Looks good to me. ","Can you check this again? ","Done in the last release. "}', i.id * 10 + n, 272),
    1 + choice(i.id * 10 + n, 273, 4)),
  i.created_at + (anchor() - i.created_at) * power(share(i.id * 10 + n, 274), 4),
  null
from items i
cross join generate_series(1, 5) as n
where n <= 5 * power(share(i.id, 275), 3);

insert into files (id, project_id, uploaded_by, filename, content_type, size_bytes, sha256, storage_key, created_at)
overriding system value
select
  i,
  scatter(zipf(i, 281, size('projects'), 0.5), size('projects')),
  scatter(zipf(i, 282, size('users'), 0.5), size('users')),
  'document-' || i || '.' || kind,
  case kind when 'pdf' then 'application/pdf' when 'csv' then 'text/csv' else 'image/' || kind end,
  floor(1000 * power(20000, share(i, 283))),
  md5('content ' || i) || md5('bytes ' || i),
  'uploads/' || substr(md5('file ' || i), 1, 2) || '/' || md5('file ' || i),
  at
from (
  select i, pick('{png,jpeg,pdf,csv,webp}', i, 284) as kind, activity_at((i - 1)::double precision / (size('items') / 4)) as at
  from generate_series(1, size('items') / 4) as i
  offset 0
) as f;
