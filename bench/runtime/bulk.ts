import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Scale } from '../../packages/pgwright/src/demo/index.ts'
import { startServer } from '../../packages/pgwright/src/postgres/index.ts'
import { calibrate, insert, type MethodTimes } from '../../packages/runtime/src/bulk/index.ts'
import { type Figure, figure } from '../figure.ts'
import { summary, timed } from '../repeated.ts'

interface Order {
  readonly id: number
  readonly customer_id: number
  readonly placed_at: Date
  readonly total: string
  readonly note: string | null
  readonly tags: readonly string[]
  readonly details: object
  readonly paid: boolean
}

const columns = ['id', 'customer_id', 'placed_at', 'total', 'note', 'tags', 'details', 'paid']
const runsAt: Readonly<Record<Scale, number>> = { small: 7, medium: 11, full: 21 }

/** Bulk inserts beside COPY as one would write it by hand for this table, and beside VALUES of a thousand rows. */
export async function bulkFigures(scale: Scale): Promise<Figure[]> {
  const settings = { shared_buffers: '256MB', max_wal_size: '4GB', autovacuum: 'off' }
  const server = await startServer({ name: 'bench-runtime-bulk', settings, diskBytes: 2e9 })
  const pool = new pg.Pool({ connectionString: server.url(), max: 2 })
  try {
    await pool.query(`create table orders (id bigint primary key, customer_id int not null, placed_at timestamptz,
      total numeric(12, 2), note text, tags text[], details jsonb, paid boolean)`)
    const rows = Array.from({ length: 100_000 }, (_, i) => orderOf(i))
    const bulk = (some: readonly Order[]) => () => insert(pool, { table: 'orders', rows: some as never })
    const some = rows.slice(0, 10_000)
    const runs = runsAt[scale]
    const few = await ratio(pool, runs, bulk(some), () => rawCopy(pool, some))
    const many = await ratio(pool, Math.ceil(runs / 2), bulk(rows), () => rawCopy(pool, rows))
    const worse = few.value > many.value ? few : many
    const overValues = await ratio(pool, runs, bulk(some), () => rawValues(pool, some))
    const { times } = await calibrate(pool, { table: 'orders', sample: some.slice(0, 1_000) as never })
    return [
      figure({
        id: 'bulk-ratio-copy',
        title: '10,000 or 100,000 rows in bulk, whichever is worse, of the time of COPY by hand',
        ...worse,
        unit: '×',
        goal: 1.1,
        better: 'lower',
      }),
      figure({
        id: 'bulk-ratio-values',
        title: '10,000 rows in bulk, of the time of VALUES with 1,000 rows each',
        ...overValues,
        unit: '×',
        goal: 1,
        better: 'lower',
      }),
      ...times.flatMap(timesFigures),
    ]
  } finally {
    await pool.end()
    await server.stop()
  }
}

function orderOf(i: number): Order {
  return {
    id: i,
    customer_id: i % 977,
    placed_at: new Date(1.7e12 + i * 1000),
    total: `${i % 1000}.${String(i % 100).padStart(2, '0')}`,
    note: i % 3 === 0 ? null : `A note of order ${i},\twith a tab`,
    tags: [`tag ${i % 7}`, `tag ${i % 5}`],
    details: { source: 'web', items: i % 9 },
    paid: i % 2 === 0,
  }
}

/** Turn and turn about into the emptied table. */
async function ratio(pool: pg.Pool, runs: number, ours: () => Promise<unknown>, theirs: () => Promise<unknown>) {
  const time = async (work: () => Promise<unknown>) => {
    await pool.query('truncate orders')
    await pool.query('checkpoint')
    return timed(work)
  }
  await time(ours)
  await time(theirs)
  const ratios: number[] = []
  for (let run = 0; run < runs; run++) {
    // Whoever is second profits from the first, or suffers: they take turns.
    const first = await time(run % 2 === 0 ? ours : theirs)
    const second = await time(run % 2 === 0 ? theirs : ours)
    ratios.push(run % 2 === 0 ? first / second : second / first)
  }
  return summary(ratios)
}

async function rawCopy(pool: pg.Pool, rows: readonly Order[]): Promise<void> {
  const client = await pool.connect()
  try {
    const sink = client.query(copyFrom(`copy orders (${columns.join(', ')}) from stdin`, { highWaterMark: 1 << 18 }))
    await pipeline(Readable.from(chunks(rows), { objectMode: false, highWaterMark: 1 << 18 }), sink)
  } finally {
    client.release()
  }
}

function* chunks(rows: readonly Order[]): Generator<Buffer> {
  let text = ''
  const escaped = (value: string) =>
    value.replace(/[\\\t\n\r]/g, (found) => ({ '\t': '\\t', '\n': '\\n', '\r': '\\r' })[found] ?? '\\\\')
  for (const row of rows) {
    const tags = `{${row.tags.map((tag) => `"${tag.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
    const note = row.note === null ? '\\N' : escaped(row.note)
    text += `${row.id}\t${row.customer_id}\t${row.placed_at.toISOString()}\t${row.total}\t${note}\t${escaped(tags)}\t${escaped(JSON.stringify(row.details))}\t${row.paid}\n`
    if (text.length > 1 << 16) {
      yield Buffer.from(text)
      text = ''
    }
  }
  yield Buffer.from(text)
}

async function rawValues(pool: pg.Pool, rows: readonly Order[]): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    for (let start = 0; start < rows.length; start += 1_000) {
      const values: unknown[] = []
      const lines = rows.slice(start, start + 1_000).map((row) => {
        const cells = Object.values(row).map((value) => `$${values.push(value)}`)
        return `(${cells.join(', ')})`
      })
      await client.query(`insert into orders (${columns.join(', ')}) values ${lines.join(', ')}`, values)
    }
    await client.query('commit')
  } finally {
    client.release()
  }
}

/** Where the ways cross: what the defaults of `insert` were read from. */
function timesFigures({ rows, values, unnest, copy }: MethodTimes): Figure[] {
  return Object.entries({ values, unnest, copy }).flatMap(([method, ms]) =>
    ms === null
      ? []
      : [
          figure({
            id: `bulk-${method}-${rows}`,
            title: `${rows} rows by ${method}`,
            value: ms,
            unit: 'ms',
            goal: null,
            better: 'lower',
          }),
        ],
  )
}
