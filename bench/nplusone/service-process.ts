import pg from 'pg'
import { loadSystem } from '../../packages/pgwright/src/cli/systems.ts'
import { callDrawer } from '../../packages/pgwright/src/demo/calls.ts'
import { seededRandom } from '../../packages/pgwright/src/demo/random.ts'
import { openSessions } from '../../packages/pgwright/src/demo/session.ts'
import type { Connection } from '../../packages/pgwright/src/demo/system.ts'
import { detectInRequests } from '../../packages/runtime/src/detect/index.ts'
import { instrument } from '../../packages/runtime/src/drivers/pg.ts'
import { withScope } from '../../packages/runtime/src/scope/index.ts'
import { spread } from './spread.ts'

type Call = (db: Connection) => Promise<unknown>

const sessions = 4
const [name = '', url = '', rounds, requests] = process.argv.slice(2)

instrument(pg)
const system = await loadSystem(name)
const applied = new Set(system.benchmarks.flatMap(({ needs = [] }) => needs))
const { connections, close } = await openSessions(url, sessions)

function callsOf(seed: number): Call[] {
  const draw = callDrawer(system, system.scales.small, seededRandom(seed), applied)
  return Array.from({ length: Number(requests) }, draw)
}

/** Every server knows when a response is over. */
async function served(call: Call, db: Connection, over: () => void): Promise<void> {
  try {
    await call(db)
  } finally {
    over()
  }
}

const plain = (call: Call) => (db: Connection) => served(call, db, () => {})
const detector = detectInRequests({ share: 1, onFinding: () => {} })
const watched = (call: Call) => (db: Connection) =>
  withScope('service', (scope) => {
    detector.begin(null, scope)
    return served(call, db, () => detector.end(scope))
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

const shares: number[] = []
for (let round = 0; round <= Number(rounds); round++) {
  const calls = callsOf(round)
  const [off, on] = [calls.map(plain), calls.map(watched)]
  // Once for what only the first time is as it is: a row that is inserted then, and pages that are read.
  await run(off)
  const first = await run(off)
  const both = (await run(on)) + (await run(on))
  shares.push((first + (await run(off))) / both)
}
await close()
// The first round is for the compiler.
process.stdout.write(JSON.stringify(spread(shares.slice(1))))
