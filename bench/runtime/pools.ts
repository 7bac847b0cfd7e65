import pg from 'pg'
import type { Scale } from '../../packages/pgwright/src/demo/index.ts'
import { startServer } from '../../packages/pgwright/src/postgres/index.ts'
import { createPools } from '../../packages/runtime/src/pools/index.ts'
import { type Figure, figure } from '../figure.ts'

const roundsAt: Readonly<Record<Scale, number>> = { small: 21, medium: 61, full: 121 }
const statementsInRound = 1_000
const size = 4
const asking = 16

/** What the pool's bounds, measurements and contexts cost in throughput. */
export async function poolsFigures(scale: Scale): Promise<Figure[]> {
  const server = await startServer({ name: 'bench-runtime-pools' })
  const connectionString = server.url()
  const bare = new pg.Pool({ connectionString, max: size })
  const { pool: own } = createPools({ mode: 'single', connectionString, size })
  try {
    await Promise.all([round(bare), round(own)])
    const ratios: number[] = []
    for (let i = 0; i < roundsAt[scale]; i++) {
      // Turn and turn about, so that neither always comes after the other.
      const order = i % 2 === 0 ? [bare, own] : [own, bare]
      const times = new Map<pg.Pool, number>()
      for (const pool of order) times.set(pool, await round(pool))
      ratios.push((times.get(bare) ?? Number.NaN) / (times.get(own) ?? Number.NaN))
    }
    ratios.sort((a, b) => a - b)
    const at = (share: number) => ratios[Math.floor((ratios.length - 1) * share)] ?? Number.NaN
    return [
      figure({
        id: 'pool-throughput-ratio',
        title: `statements a second through ${size} connections, ${asking} at once, over those of a bare pg.Pool`,
        value: at(0.5),
        unit: '×',
        goal: 0.97,
        better: 'higher',
        p25: at(0.25),
        p75: at(0.75),
        runs: ratios.length,
      }),
    ]
  } finally {
    await Promise.all([bare.end(), own.end()])
    await server.stop()
  }
}

/** How long it took, in milliseconds. */
async function round(pool: pg.Pool): Promise<number> {
  const began = performance.now()
  let left = statementsInRound
  const ask = async () => {
    while (left-- > 0) await pool.query('select $1::int as n', [left])
  }
  await Promise.all(Array.from({ length: asking }, ask))
  return performance.now() - began
}
