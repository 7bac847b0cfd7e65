import type { Client } from 'pg'
import { typeChangePlan } from '../../packages/pgwright/src/apply/index.ts'
import { objectStep, planOfSteps, stepOf } from '../../packages/pgwright/src/apply/testing/steps.ts'
import type { Plan, State, Step } from '../../packages/pgwright/src/model/index.ts'

const schema = 'public'
const orders = { schema, table: 'orders' }

/** A plan for the tables of `makeSchema`, which are there, with every kind of step that apply knows. */
export async function everyKind(client: Client, database: string): Promise<Plan> {
  const plan = planOfSteps([
    ...indexSteps,
    ...partitionedSteps,
    ...constraintSteps,
    ...optionSteps(database),
    ...policySteps,
    ...objectSteps,
  ])
  const typed = await typeChangePlan(client, { ...orders, column: 'quantity', type: 'bigint' })
  return { ...plan, changes: [typed, ...plan.changes] }
}

/** The same migration as many write it: each statement in its simplest form, for one session. */
export const naiveStatements: readonly string[] = [
  'alter table orders alter column quantity type bigint',
  'create index orders_customer on orders (customer_id, placed_at)',
  'drop index orders_old',
  'drop index orders_replaced',
  'create index orders_replaced on orders (customer_id) include (amount)',
  'create index visits_page on visits (page, id)',
  'alter table orders alter column customer_id set not null',
  'alter table orders add constraint orders_amount check (amount >= 0)',
  'alter table orders add constraint orders_code unique (code)',
  'alter table orders add constraint orders_of_customer foreign key (customer_id) references customers (id)',
  'alter table orders add column changes int not null default 0',
  'alter table orders enable row level security',
  'create statistics orders_amount_status on amount, status from orders',
  'analyze orders',
]

const indexSteps: readonly Step[] = [
  index(
    'orders',
    'orders_customer',
    'create index concurrently orders_customer on public.orders (customer_id, placed_at)',
  ),
  dropIndex('orders_old'),
  dropIndex('orders_replaced'),
  index(
    'orders',
    'orders_replaced',
    'create index concurrently orders_replaced on public.orders (customer_id) include (amount)',
  ),
]

const partitionedSteps: readonly Step[] = [
  partitioned('visits', 'visits_page'),
  partitioned('visits_2', 'visits_2_page'),
  ...['visits_0', 'visits_1', 'visits_2_2', 'visits_2_3'].map((table) =>
    index(table, `${table}_page`, `create index concurrently ${table}_page on public.${table} (page, id)`),
  ),
  attach('visits_0', 'visits_page'),
  attach('visits_1', 'visits_page'),
  attach('visits_2_2', 'visits_2_page'),
  attach('visits_2_3', 'visits_2_page'),
  attach('visits_2', 'visits_page'),
]

const constraintSteps: readonly Step[] = [
  constraint('orders_customer_known', 'check (customer_id is not null) not valid'),
  state('alter table public.orders validate constraint orders_customer_known', {
    kind: 'constraint-valid',
    ...orders,
    constraint: 'orders_customer_known',
  }),
  state('alter table public.orders alter column customer_id set not null', {
    kind: 'column-not-null',
    ...orders,
    column: 'customer_id',
  }),
  stepOf('alter table public.orders drop constraint orders_customer_known', {
    kind: 'object-absent',
    type: 'table constraint',
    names: [schema, 'orders', 'orders_customer_known'],
  }),
  constraint('orders_amount', 'check (amount >= 0) not valid'),
  state('alter table public.orders validate constraint orders_amount', {
    kind: 'constraint-valid',
    ...orders,
    constraint: 'orders_amount',
  }),
  index('orders', 'orders_code', 'create unique index concurrently orders_code on public.orders (code)'),
  constraint('orders_code', 'unique using index orders_code'),
  constraint('orders_of_customer', 'foreign key (customer_id) references public.customers (id) not valid'),
  state('alter table public.orders validate constraint orders_of_customer', {
    kind: 'constraint-valid',
    ...orders,
    constraint: 'orders_of_customer',
  }),
]

function optionSteps(database: string): Step[] {
  return [
    state('alter table public.orders set (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05)', {
      kind: 'options-set',
      schema,
      relation: 'orders',
      options: { fillfactor: '90', autovacuum_vacuum_scale_factor: '0.05' },
    }),
    state('alter table public.orders alter column code set statistics 200', {
      kind: 'column-options',
      ...orders,
      column: 'code',
      options: { statistics: '200' },
    }),
    setting(`alter database ${database} set random_page_cost = '1.1'`, 'random_page_cost', '1.1', database),
    setting(`alter system set log_autovacuum_min_duration = '60000'`, 'log_autovacuum_min_duration', '60000', null),
  ]
}

const policySteps: readonly Step[] = [
  state('alter policy open on public.orders using (id > 0)', {
    kind: 'policy-as',
    ...orders,
    policy: 'open',
    using: 'id > 0',
    check: null,
  }),
  objectStep('policy', [schema, 'orders', 'kept'], 'create policy kept on public.orders for delete using (id > 0)'),
  state('alter table public.orders enable row level security, no force row level security', {
    kind: 'row-security',
    ...orders,
    enabled: true,
    forced: false,
  }),
]

const objectSteps: readonly Step[] = [
  objectStep(
    'statistics object',
    [schema, 'orders_amount_status'],
    'create statistics public.orders_amount_status on amount, status from public.orders',
  ),
  stepOf('analyze public.orders (amount, status)', { kind: 'always' }),
  objectStep(
    'table column',
    [schema, 'orders', 'changes'],
    'alter table public.orders add column changes int not null default 0',
  ),
  objectStep(
    'function',
    [schema, 'count_changes'],
    `create function public.count_changes() returns trigger language plpgsql as $$
      begin new.changes := old.changes + 1; return new; end $$`,
  ),
  objectStep(
    'trigger',
    [schema, 'orders', 'count_changes'],
    'create trigger count_changes before update on public.orders for each row execute function public.count_changes()',
  ),
  objectStep(
    'view',
    [schema, 'large_orders'],
    'create view public.large_orders as select id, amount from public.orders where amount > 900',
  ),
  objectStep(
    'materialized view',
    [schema, 'amounts'],
    'create materialized view public.amounts as select status, sum(amount) as amount from public.orders group by status',
  ),
]

function index(table: string, name: string, sql: string): Step {
  return stepOf(sql, { kind: 'index-present', schema, table, index: name, definition: null })
}

function dropIndex(name: string): Step {
  const sql = `drop index concurrently public.${name}`
  return { ...stepOf(sql, { kind: 'index-absent', ...orders, index: name }), transactional: false }
}

function partitioned(table: string, name: string): Step {
  return stepOf(`create index ${name} on only public.${table} (page, id)`, {
    kind: 'partitioned-index-present',
    schema,
    table,
    index: name,
    definition: null,
  })
}

function attach(table: string, parent: string): Step {
  return stepOf(`alter index public.${parent} attach partition public.${table}_page`, {
    kind: 'index-attached',
    schema,
    table,
    index: `${table}_page`,
    parent: { schema, name: parent },
  })
}

function constraint(name: string, definition: string): Step {
  return objectStep(
    'table constraint',
    [schema, 'orders', name],
    `alter table public.orders add constraint ${name} ${definition}`,
  )
}

function state(sql: string, ensure: State): Step {
  return stepOf(sql, ensure)
}

function setting(sql: string, name: string, value: string, database: string | null): Step {
  const scope = database === null ? 'system' : 'database'
  return state(sql, { kind: 'setting-set', scope, database, role: null, name, value })
}
