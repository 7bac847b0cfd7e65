import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/database.ts'
import { planOf } from '../../test/plan.ts'
import { applyPlan } from '../apply/index.ts'
import type { Change } from '../model/index.ts'
import { connectWriter, parseTarget } from '../postgres/index.ts'
import { createIndexChange, dropIndexChange } from '../sql/index.ts'
import { applyVerified } from './apply-verified.ts'

const worth = { benefit: { total: 0, queries: [] }, writeCost: 0, reason: 'test', dependsOn: [] }

/** Two tables of which statements ask again and again until they are told to stop. */
async function inUse(): Promise<{ database: TestDatabase; stop: () => Promise<void> }> {
  const database = await createDatabase({
    schema: `create table orders (id int, customer int); create table lines (id int, "order" int);
      insert into orders select i, i % 5000 from generate_series(1, 20000) i;
      insert into lines select i, i % 5000 from generate_series(1, 20000) i;
      create index by_customer on orders (customer);
      analyze`,
  })
  const session = await database.connect()
  let asking = true
  const asked = (async () => {
    for (let i = 0; asking; i++) {
      await session.query('select id from orders where customer = $1', [i % 5000])
      await session.query('select id from lines where "order" = $1', [i % 5000])
      await sleep(5)
    }
    await session.end()
  })()
  return {
    database,
    stop: async () => {
      asking = false
      await asked
    },
  }
}

const useful = createIndexChange(
  { schema: 'public', name: 'lines' },
  'by_order',
  'create index concurrently by_order on public.lines ("order")',
  0,
  worth,
)
const harmful = dropIndexChange(
  {
    schema: 'public',
    table: 'orders',
    name: 'by_customer',
    definition: 'CREATE INDEX by_customer ON public.orders USING btree (customer)',
    comment: null,
  },
  0,
  worth,
)

async function verified({ url }: TestDatabase, autoRevert: boolean, ...changes: Change[]) {
  const target = parseTarget(url)
  const plan = planOf(...changes)
  const apply = () => applyPlan(() => connectWriter(target), plan)
  return applyVerified(target, plan, apply, {
    windowMs: 1500,
    autoRevert,
    applyOptions: {},
    onProgress: () => {},
  })
}

test('what made things worse is taken back, and what paid stays', async () => {
  const { database, stop } = await inUse()
  const { run, verdict } = await verified(database, true, harmful, useful).finally(stop)
  expect(verdict.tables.map(({ table, verdict: kind }) => [table, kind])).toEqual([
    ['"public"."orders"', 'worse'],
    ['"public"."lines"', 'kept'],
  ])
  expect(verdict).toMatchObject({ verdict: 'worse', reverted: [harmful.id] })
  expect(run).toMatchObject({ state: 'done', steps: [{ state: 'rolled-back' }, { state: 'done' }] })
  const { rows } = await database.client.query(
    `select indexname from pg_indexes where schemaname = 'public' order by 1`,
  )
  expect(rows.map(({ indexname }) => indexname)).toEqual(['by_customer', 'by_order'])
})
