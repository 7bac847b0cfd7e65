import { expect, test } from 'vitest'
import { createDatabase } from '../../../test/database.ts'
import { planOf } from '../../../test/plan.ts'
import { observe } from '../../observe/index.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import { type ApplyEvent, applyPlan, finishTypeChange, readJournal, rehearsePlan, typeChangePlan } from '../index.ts'
import { connector } from '../testing/plan.ts'

const database = await createDatabase({
  schema: `create table orders (id int generated always as identity primary key, code text default 'a', amount int check (amount > 0));
    create index by_code on orders (code, id) where id > 5; comment on column orders.id is 'id';
    alter table orders alter id set statistics 200; grant select (id) on orders to public;
    create trigger own before update on orders for each row execute function suppress_redundant_updates_trigger()`,
})
const on = { schema: 'public', table: 'orders', column: 'id' }

test('a change of type is tried on an empty copy with its way back, and its end is told to be for good', async () => {
  const target = await withReader(parseTarget(database.url), (client) => observe(client, { workload: false }))
  const change = await typeChangePlan(database.client, { ...on, type: 'bigint' })
  const { steps } = await rehearsePlan(target, planOf(change))
  expect(steps).toHaveLength(change.steps.length)
  expect(steps.every(({ undoable }) => undoable)).toBe(true)
  const ended = await rehearsePlan(target, planOf(change, finishTypeChange(on)))
  // Its trigger alone could be made again; not its functions, nor the column.
  const undoable = ended.steps.slice(change.steps.length).map((step) => step.undoable)
  expect(undoable).toEqual([true, false, false, false])
})

test('broken off after its trigger is made, or before its last step, it is rehearsed from there', async () => {
  const plan = planOf(await typeChangePlan(database.client, { ...on, type: 'bigint' }))
  const steps = plan.changes.flatMap((change) => change.steps)
  const trigger = steps.findIndex(({ sql }) => sql.startsWith('create trigger')) + 1
  for (const position of [trigger, steps.length - 1]) {
    const stop = new AbortController()
    const onProgress = (event: ApplyEvent) => {
      if (event.kind === 'step-finished' && event.position === position) stop.abort()
    }
    await applyPlan(connector(database.url), plan, { onProgress, signal: stop.signal }).catch(() => undefined)
    const { target, journal } = await withReader(parseTarget(database.url), async (client) => ({
      target: await observe(client, { workload: false }),
      journal: await readJournal(client),
    }))
    await rehearsePlan(target, plan, { journal })
  }
})
