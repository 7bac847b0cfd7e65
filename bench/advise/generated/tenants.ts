import { type Dataset, skewed } from './dataset.ts'
import { type Entity, lookUp } from './lookups.ts'

const entities: readonly Entity[] = [
  {
    from: 'tasks t',
    outputs: ['t.id', 't.title', 't.state', 't.due_on', 't.priority', 't.assignee_id'],
    leading: [
      (random) => `t.project_id = ${skewed(random, 3000)}`,
      (random) => `t.assignee_id = ${skewed(random, 4000)}`,
      (random) => `t.state = '${random.pick(['open', 'doing', 'done'])}'`,
      (random) => `t.due_on < date '2025-12-${random.integer(1, 31)}'`,
    ],
    others: [
      () => 't.deleted_at is null',
      () => `t.state <> 'done'`,
      (random) => `t.priority >= ${random.integer(3, 5)}`,
    ],
    orders: ['t.due_on', 't.created_at desc', 't.priority desc, t.due_on'],
    groups: ['t.state', 't.assignee_id'],
  },
  {
    from: 'comments m',
    outputs: ['m.id', 'm.author_id', 'm.body', 'm.made_at'],
    leading: [
      (random) => `m.task_id = ${random.integer(1, 30_000)}`,
      (random) => `m.author_id = ${skewed(random, 4000)}`,
    ],
    others: [(random) => `m.made_at > timestamptz '2025-12-${random.integer(1, 31)}'`],
    orders: ['m.made_at desc'],
    groups: ['m.author_id'],
  },
  {
    from: 'tasks t join projects p on p.id = t.project_id',
    outputs: ['t.id', 't.title', 'p.name', 't.due_on'],
    leading: [(random) => `p.owner_id = ${skewed(random, 4000)}`, () => 'p.archived_at is null'],
    others: [() => 't.deleted_at is null', (random) => `t.state = '${random.pick(['open', 'doing'])}'`],
    orders: ['t.due_on'],
    groups: ['p.name', 't.state'],
  },
]

const tenantTable = (name: string) => [
  `alter table ${name} enable row level security`,
  `create policy of_tenant on ${name} to app using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int)`,
  `grant select on ${name} to app`,
]

/** Many customers in the same tables, each seeing its own rows: the policy's condition is part of every statement. */
export const tenants: Dataset = {
  name: 'multi-tenant',
  role: 'app',
  growth: { projects: 50, tasks: 100, comments: 100 },
  ask: (random) => lookUp(random, entities),
  statements: [
    'create role app',
    'create table projects (id int primary key, tenant_id int not null, owner_id int not null, name text not null, archived_at timestamptz)',
    `insert into projects select i, 1 + floor(200 * power(random(), 3)), 1 + floor(4000 * random()), md5(i::text), case when random() < 0.6 then timestamptz '2025-06-01' end
       from generate_series(1, 3000) i`,
    `create table tasks (id int primary key, tenant_id int not null, project_id int not null, assignee_id int not null, title text not null, state text not null,
       priority int not null, due_on date, created_at timestamptz not null, deleted_at timestamptz)`,
    `insert into tasks select i, p.tenant_id, p.id, 1 + floor(4000 * power(random(), 2)), md5(i::text), (array['done', 'done', 'open', 'doing'])[1 + floor(4 * power(random(), 2))],
       1 + floor(5 * power(random(), 2)), date '2025-01-01' + (400 * random())::int, timestamptz '2025-01-01' + i * interval '17 minutes',
       case when random() < 0.1 then timestamptz '2025-12-31' end
       from (select i, 1 + floor(3000 * power(random(), 2))::int as project from generate_series(1, 30000) i) s join projects p on p.id = s.project`,
    `create table comments (id int primary key, tenant_id int not null, task_id int not null, author_id int not null, body text not null, made_at timestamptz not null)`,
    `insert into comments select i, t.tenant_id, t.id, 1 + floor(4000 * power(random(), 2)), repeat(md5(i::text), 3), timestamptz '2025-01-01' + i * interval '10 minutes'
       from (select i, 1 + floor(30000 * random())::int as task from generate_series(1, 40000) i) s join tasks t on t.id = s.task`,
    ...['projects', 'tasks', 'comments'].flatMap(tenantTable),
  ],
}
