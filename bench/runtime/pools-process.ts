import pg from 'pg'
import { createPools } from '../../packages/runtime/src/pools/index.ts'

/** Few, so that what else the machine does falls on whole rounds, which the median leaves out. */
const statementsInRound = 250
const warmUps = 20

const [connectionString = '', ...counts] = process.argv.slice(2)
const [size = 0, asking = 0, rounds = 0] = counts.map(Number)
const bare = new pg.Pool({ connectionString, max: size })
const { pool: own } = createPools({ mode: 'single', connectionString, size })
for (let i = 0; i < warmUps; i++) for (const pool of [bare, own]) await round(pool)
const ratios: Cost[] = []
for (let i = 0; i < rounds; i++) {
  // Turn and turn about, so that neither always comes after the other.
  const costs = new Map<pg.Pool, Cost>()
  for (const pool of i % 2 === 0 ? [bare, own] : [own, bare]) costs.set(pool, await round(pool))
  const [of, by] = [costs.get(bare), costs.get(own)]
  if (of && by) ratios.push({ ms: of.ms / by.ms, cpuMs: of.cpuMs / by.cpuMs })
}
await Promise.all([bare.end(), own.end()])
process.stdout.write(JSON.stringify(ratios))

export interface Cost {
  readonly ms: number
  readonly cpuMs: number
}

async function round(pool: pg.Pool): Promise<Cost> {
  const cpu = process.cpuUsage()
  const began = performance.now()
  let left = statementsInRound
  const ask = async () => {
    while (left-- > 0) await pool.query('select $1::int as n', [left])
  }
  await Promise.all(Array.from({ length: asking }, ask))
  const ms = performance.now() - began
  const { user, system } = process.cpuUsage(cpu)
  return { ms, cpuMs: (user + system) / 1_000 }
}
