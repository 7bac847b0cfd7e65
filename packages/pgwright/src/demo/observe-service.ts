import type { Snapshot } from '../model/index.ts'
import { observe, observeWorkload, workloadBetween } from '../observe/index.ts'
import { withReader } from '../postgres/index.ts'
import { callDrawer, isReady } from './calls.ts'
import { seededRandom } from './random.ts'
import type { Stand } from './stand.ts'

/** Calls of the workload that the advice rests on. */
const playedCalls = 300

/** Plays the improved service, and observes the database with what was asked of it meanwhile. */
export async function observeService({ system, dimensions, database, target, applied }: Stand): Promise<Snapshot> {
  const before = await withReader(target, (client) => observeWorkload(client, { texts: true }))
  // A statement that a declared change takes the place of is to earn no index.
  const lasting = { ...system, benchmarks: system.benchmarks.filter((benchmark) => isReady(benchmark, applied)) }
  const draw = callDrawer(lasting, dimensions, seededRandom(1), applied)
  for (let call = 0; call < playedCalls; call++) await draw()(database.service)
  await database.service.query('select pg_stat_force_next_flush()')
  return withReader(target, async (client) => {
    const after = await observeWorkload(client, { texts: true })
    return { ...(await observe(client, { workload: false })), workload: workloadBetween(before, after) }
  })
}
