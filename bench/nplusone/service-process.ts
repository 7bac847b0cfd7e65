import pg from 'pg'
import { loadSystem } from '../../packages/pgwright/src/cli/systems.ts'
import { callDrawer } from '../../packages/pgwright/src/demo/calls.ts'
import { seededRandom } from '../../packages/pgwright/src/demo/random.ts'
import { openSessions } from '../../packages/pgwright/src/demo/session.ts'
import type { Connection } from '../../packages/pgwright/src/demo/system.ts'
import { findingsOf, watchScope } from '../../packages/runtime/src/detect/index.ts'
import { instrument } from '../../packages/runtime/src/drivers/pg.ts'
import { withScope } from '../../packages/runtime/src/scope/index.ts'
import { spread } from './spread.ts'

type Call = (db: Connection) => Promise<unknown>

const sessions = 4
const [name = '', url = '', pairs, requests] = process.argv.slice(2)

instrument(pg)
const system = await loadSystem(name)
const applied = new Set(system.benchmarks.flatMap(({ needs = [] }) => needs))
const { connections, close } = await openSessions(url, sessions)

function callsOf(seed: number): Call[] {
  const draw = callDrawer(system, system.scales.small, seededRandom(seed), applied)
  return Array.from({ length: Number(requests) }, draw)
}

const watched = (call: Call) => (db: Connection) =>
  withScope('service', async (scope) => {
    const { watch, end } = watchScope(scope)
    await call(db).finally(end)
    return findingsOf(watch)
  })

/** Milliseconds until all calls are through, each session with one at a time. */
async function run(calls: readonly Call[]): Promise<number> {
  const startedAt = performance.now()
  let next = 0
  await Promise.all(
    connections.map(async (db) => {
      for (let call = calls[next++]; call !== undefined; call = calls[next++]) await call(db)
    }),
  )
  return performance.now() - startedAt
}

await run(callsOf(0))
await run(callsOf(0).map(watched))
const shares: number[] = []
for (let pair = 0; pair < Number(pairs); pair++) {
  // The same calls with it off and on, in turns, so that neither has the warmer caches more often.
  const calls = callsOf(pair + 1)
  const bareFirst = pair % 2 === 0
  const first = await run(bareFirst ? calls : calls.map(watched))
  const second = await run(bareFirst ? calls.map(watched) : calls)
  shares.push(bareFirst ? first / second : second / first)
}
await close()
process.stdout.write(JSON.stringify(spread(shares)))
