import pg from 'pg'
import { createCache } from '../../../packages/runtime/src/cache/index.ts'
import { otherCaches } from '../../../packages/runtime/test/other-caches.ts'
import { type Figure, figure } from '../../figure.ts'

const hitsInRound = 200_000
const keys = Array.from({ length: 1000 }, (_, i) => `orders/${i}`)
const value = { id: 7, customer: 'somebody', total: '12.50', lines: [1, 2, 3] }
const options = { tags: ['orders'], ttlMs: 600_000 }

/** Each awaited before the next, turn and turn about with the others, in one process. */
export async function hitFigures(url: string, rounds: number): Promise<Figure[]> {
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  const cache = createCache({ pool })
  const fill = async () => ({ ...value })
  const own = (key: string) => cache.get(key, fill, options)
  const others = await otherCaches(keys, value)
  try {
    for (const key of keys) await own(key)
    const contenders = [own, ...others.map(({ get }) => get)]
    for (const get of contenders) await hitsPerSecond(get)
    const measured: number[][] = []
    for (let round = 0; round < rounds; round++) {
      const row: number[] = []
      for (const get of contenders) row.push(await hitsPerSecond(get))
      measured.push(row)
    }
    const ratios = others.map(({ name }, i) => {
      const ratio = median(measured.map(([ours = 0, ...theirs]) => ours / (theirs[i] ?? 1)))
      const title = `hits from memory, over those of ${name}`
      return figure({
        id: `cache-ratio-${name}`,
        title,
        value: ratio,
        unit: '×',
        goal: 1,
        better: 'higher',
        runs: rounds,
      })
    })
    const id = 'cache-hits-per-second'
    const hits = median(measured.map(([ours = 0]) => ours))
    return [
      figure({
        id,
        title: 'hits from memory',
        value: hits,
        unit: '/s',
        goal: 1_500_000,
        better: 'higher',
        runs: rounds,
      }),
      ...ratios,
    ]
  } finally {
    await cache.close()
    await pool.end()
  }
}

async function hitsPerSecond(get: (key: string) => Promise<unknown>): Promise<number> {
  const start = performance.now()
  for (let i = 0; i < hitsInRound; i++) await get(keys[i % 1000] as string)
  return (hitsInRound / (performance.now() - start)) * 1000
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN
}
