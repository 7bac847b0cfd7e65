import pg from 'pg'
import type { Scale } from '../../packages/pgwright/src/demo/index.ts'
import { startServer } from '../../packages/pgwright/src/postgres/index.ts'
import { createPools } from '../../packages/runtime/src/pools/index.ts'
import { type Figure, figure } from '../figure.ts'

const roundsAt: Readonly<Record<Scale, number>> = { small: 81, medium: 241, full: 481 }
/** Few, so that what else the machine does falls on whole rounds, which the median leaves out. */
const statementsInRound = 250
const size = 4
const asking = 16
const warmUps = 20

/** What the pool's bounds, measurements and contexts cost in throughput. */
export async function poolsFigures(scale: Scale): Promise<Figure[]> {
  const server = await startServer({ name: 'bench-runtime-pools' })
  const connectionString = server.url()
  const bare = new pg.Pool({ connectionString, max: size })
  const { pool: own } = createPools({ mode: 'single', connectionString, size })
  try {
    for (let i = 0; i < warmUps; i++) for (const pool of [bare, own]) await round(pool)
    const ratios: Cost[] = []
    for (let i = 0; i < roundsAt[scale]; i++) {
      // Turn and turn about, so that neither always comes after the other.
      const order = i % 2 === 0 ? [bare, own] : [own, bare]
      const costs = new Map<pg.Pool, Cost>()
      for (const pool of order) costs.set(pool, await round(pool))
      const [of, by] = [costs.get(bare), costs.get(own)]
      if (of && by) ratios.push({ ms: of.ms / by.ms, cpuMs: of.cpuMs / by.cpuMs })
    }
    const load = `${size} connections, ${asking} at once, over those of a bare pg.Pool`
    return [
      ratioFigure(
        'pool-throughput-ratio',
        `statements a second through ${load}`,
        ratios.map(({ ms }) => ms),
      ),
      ratioFigure(
        'pool-cpu-ratio',
        `statements for a second of this process' CPU time through ${load}`,
        ratios.map(({ cpuMs }) => cpuMs),
      ),
    ]
  } finally {
    await Promise.all([bare.end(), own.end()])
    await server.stop()
  }
}

function ratioFigure(id: string, title: string, ratios: number[]): Figure {
  ratios.sort((a, b) => a - b)
  const at = (share: number) => ratios[Math.floor((ratios.length - 1) * share)] ?? Number.NaN
  const spread = { p25: at(0.25), p75: at(0.75), runs: ratios.length }
  return figure({ id, title, value: at(0.5), unit: '×', goal: 0.97, better: 'higher', ...spread })
}

interface Cost {
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
