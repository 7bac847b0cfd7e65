// One of the processes of stale.ts: reads through a cache of its own, writes, and judges each read by its own writes at
// once, and by those of the other process when `boundMs` has gone by since they were done.
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { createClient } from 'redis'
import { createCache } from '../../../packages/runtime/src/cache/index.ts'

export interface Task {
  readonly url: string
  readonly redisUrl: string
  readonly reads: number
  readonly boundMs: number
}

export interface Tally {
  readonly reads: number
  readonly writes: number
  readonly hits: number
  readonly stale: number
  readonly longestMs: number
}

/** Row, version, when it was done on the clock that all processes share. */
type Write = readonly [row: number, version: number, doneAt: number]

const rows = 200
const task = JSON.parse(process.argv[2] ?? '') as Task

const pool = new pg.Pool({ connectionString: task.url, max: 12 })
const client = createClient({ url: task.redisUrl, socket: { reconnectStrategy: 50 } })
client.on('error', () => {})
await client.connect()
const cache = createCache({ pool, redis: { client } })
await cache.ready()

const own = new Int32Array(rows)
const others: Write[][] = Array.from({ length: rows }, () => [])
/** The reads, to be judged when the other process's writes have all arrived. */
const log = { row: new Int32Array(task.reads), version: new Int32Array(task.reads), at: new Float64Array(task.reads) }
const tally = { reads: 0, writes: 0, stale: 0 }
process.on('message', (writes: Write[]) => {
  for (const write of writes) others[write[0]]?.push(write)
})
process.on('disconnect', () => process.exit(1))

const now = () => Number(process.hrtime.bigint()) / 1e6

let written: Write[] = []
const tell = () => {
  if (written.length > 0) process.send?.(written)
  written = []
}

async function writeForever(): Promise<void> {
  while (tally.reads < task.reads) {
    const row = Math.floor(Math.random() * rows)
    const tags = [`item:${row}`]
    const version = await cache.write(
      async (tx) =>
        (await tx.query('update item set version = version + 1 where id = $1 returning version', [row])).rows[0]
          .version,
      { tags },
    )
    own[row] = Math.max(own[row] ?? 0, version)
    written.push([row, version, now()])
    tally.writes++
    await sleep(Math.random() * 8)
  }
}

async function readAll(): Promise<void> {
  for (let i = 0; tally.reads < task.reads; i++) {
    const row = Math.floor(Math.random() * rows)
    const [at, known] = [now(), own[row] ?? 0]
    const text = 'select version from item where id = $1'
    const result = await cache.query<{ version: number }>({ text, values: [row], tags: [`item:${row}`], ttlMs: 60_000 })
    const version = result.rows[0]?.version ?? -1
    if (tally.reads >= task.reads) return
    log.row[tally.reads] = row
    log.version[tally.reads] = version
    log.at[tally.reads++] = at
    if (version < known) tally.stale++
    // Hits alone would never let the process hear of anything.
    if (i % 20 === 0) await sleep(1)
  }
}

/** How long before the read the oldest write was done that it did not show; 0 where it showed all. */
function behindMs(row: number, version: number, at: number): number {
  const missed = others[row]?.find(([, written, doneAt]) => written > version && doneAt < at)
  return missed === undefined ? 0 : at - missed[2]
}

const telling = setInterval(tell, 50)
await Promise.all([writeForever(), ...Array.from({ length: 10 }, readAll)])
const { hits } = cache.stats()
clearInterval(telling)
tell()
// The other's last writes are on their way; it may still be at work itself, which changes nothing for these reads.
await sleep(2000)
for (const writes of others) writes.sort((a, b) => a[2] - b[2])
let longestMs = 0
for (let i = 0; i < task.reads; i++) {
  const behind = behindMs(log.row[i] ?? 0, log.version[i] ?? 0, log.at[i] ?? 0)
  longestMs = Math.max(longestMs, behind)
  if (behind > task.boundMs) tally.stale++
}
await cache.close()
await pool.end()
client.destroy()
process.send?.({ ...tally, hits, longestMs } satisfies Tally, () => process.exit(0))
