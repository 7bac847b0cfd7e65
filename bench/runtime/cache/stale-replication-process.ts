// The process of stale-replication.ts: reads through a cache that hears by replication, and writes nothing. It judges
// each read by what the other process had written for longer than `boundMs` when the read began.
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { createCache } from '../../../packages/runtime/src/cache/index.ts'

export interface ReplicationTask {
  readonly url: string
  readonly reads: number
  readonly rows: number
  readonly boundMs: number
}

export interface ReplicationTally {
  readonly reads: number
  readonly hits: number
  readonly stale: number
  readonly longestMs: number
  readonly heard: number
}

/** Row, version, when its COMMIT was answered, on the clock that all processes share. */
export type Write = readonly [row: number, version: number, doneAt: number]

const task = JSON.parse(process.argv[2] ?? '') as ReplicationTask
const pool = new pg.Pool({ connectionString: task.url, max: 12 })
pool.on('error', () => {})
const cache = createCache({ pool })
await cache.replicate({ publication: 'stale' })

const writes: Write[][] = Array.from({ length: task.rows }, () => [])
const told = new Promise<void>((resolve) => {
  process.on('message', (message: readonly Write[] | 'all') => {
    if (message === 'all') resolve()
    else for (const write of message) writes[write[0]]?.push(write)
  })
})
process.on('disconnect', () => process.exit(1))
process.send?.('ready')

const now = () => Number(process.hrtime.bigint()) / 1e6
const log = { row: new Int32Array(task.reads), version: new Int32Array(task.reads), at: new Float64Array(task.reads) }
let reads = 0

async function readAll(): Promise<void> {
  for (let i = 0; reads < task.reads; i++) {
    const row = Math.floor(Math.random() * task.rows)
    const at = now()
    const text = 'select version from item where id = $1'
    const query = { text, values: [row], tags: [`item:${row}`], ttlMs: 600_000 }
    // A crash of the server fails a fill: that read has no answer.
    const result = await cache.query<{ version: number }>(query).catch(() => null)
    if (result === null) await sleep(5)
    if (result === null || reads >= task.reads) continue
    log.row[reads] = row
    log.version[reads] = result.rows[0]?.version ?? -1
    log.at[reads++] = at
    // Hits alone would never let the process hear of anything.
    if (i % 20 === 0) await sleep(1)
  }
}

/** How long before the read the oldest write was done that it did not show; 0 where it showed all. */
function behindMs(row: number, version: number, at: number): number {
  const missed = writes[row]?.find(([, written, doneAt]) => written > version && doneAt < at)
  return missed === undefined ? 0 : at - missed[2]
}

await Promise.all(Array.from({ length: 10 }, readAll))
const { hits, replication } = cache.stats()
process.send?.('done')
await told
let stale = 0
let longestMs = 0
for (let i = 0; i < task.reads; i++) {
  const behind = behindMs(log.row[i] ?? 0, log.version[i] ?? 0, log.at[i] ?? 0)
  longestMs = Math.max(longestMs, behind)
  if (behind > task.boundMs) stale++
}
await cache.close()
await pool.end()
const heard = replication?.transactions ?? 0
process.send?.({ reads, hits, stale, longestMs, heard } satisfies ReplicationTally, () => process.exit(0))
