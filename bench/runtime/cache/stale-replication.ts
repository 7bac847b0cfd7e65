import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { startServer } from '../../../packages/pgwright/src/postgres/index.ts'
import { type Figure, figure } from '../../figure.ts'
import type { ReplicationTally, ReplicationTask, Write } from './stale-replication-process.ts'

const program = fileURLToPath(new URL('stale-replication-process.ts', import.meta.url))
const rows = 200

/** Twice `checkMs`, then `blindTtlMs`, by default; and what a loaded machine takes to look. */
const boundMs = 3000

/**
 * A process that reads through a cache, while this one writes with the bare driver and no trigger on the table, and the
 * stream is cut, held up, and kept from others' eyes by a synchronous standby that does not answer.
 */
export async function staleReplicationFigures(reads: number): Promise<Figure[]> {
  const settings = { max_connections: 50, wal_level: 'logical', max_wal_senders: 5, synchronous_commit: 'on' }
  const server = await startServer({ name: 'bench-runtime-cache-replication', settings })
  try {
    const client = new pg.Client(server.url())
    await client.connect()
    await client.query(`create table item (id int primary key, version int not null);
      insert into item select i, 0 from generate_series(0, ${rows - 1}) i;
      create publication stale for table item`)
    await client.end()
    return await run(server.url(), reads)
  } finally {
    await server.stop()
  }
}

async function run(url: string, reads: number): Promise<Figure[]> {
  const task: ReplicationTask = { url, reads, rows, boundMs }
  const child = fork(program, [JSON.stringify(task)])
  try {
    await heard(child, (message) => message === 'ready')
    const running = { is: true }
    const done = heard(child, (message) => message === 'done').finally(() => {
      running.is = false
    })
    const writing = Promise.all([1, 2, 3].map(() => writeForever(url, child, () => running.is)))
    const injecting = injectFaults(url, () => running.is)
    const [written, injected] = await Promise.all([writing, injecting, done])
    const tally = heard(child, (message) => typeof message === 'object')
    child.send('all')
    const shares = `${written.reduce((sum, one) => sum + one, 0)} writes by others, ${injected} faults`
    return figures((await tally) as ReplicationTally, shares)
  } finally {
    if (child.exitCode === null) {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    }
  }
}

function heard(child: ChildProcess, isIt: (message: unknown) => boolean): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.on('message', (message) => {
      if (isIt(message)) resolve(message)
    })
    child.on('exit', (code) => reject(new Error(`the process with a cache ended with ${code}`)))
  })
}

async function writeForever(url: string, child: ChildProcess, running: () => boolean): Promise<number> {
  const client = new pg.Client(url)
  await client.connect()
  let written = 0
  while (running()) {
    const row = Math.floor(Math.random() * rows)
    const text = 'update item set version = version + 1 where id = $1 returning version'
    const result = await client.query<{ version: number }>(text, [row])
    const write: Write = [row, result.rows[0]?.version ?? 0, Number(process.hrtime.bigint()) / 1e6]
    child.send([write])
    written++
    await sleep(Math.random() * 12)
  }
  await client.end()
  return written
}

/** In turns, for as long as the process reads. */
async function injectFaults(url: string, running: () => boolean): Promise<number> {
  const client = new pg.Client(url)
  await client.connect()
  const set = async (sql: string) => {
    await client.query(sql)
    await client.query('select pg_reload_conf()')
  }
  const faults = [
    () => client.query('select pg_terminate_backend(pid) from pg_stat_replication'),
    async () => {
      await set(`alter system set synchronous_standby_names = 'nobody'`)
      await sleep(400)
      await set('alter system reset synchronous_standby_names')
    },
    async () => {
      const { rows } = await client.query<{ pid: number }>('select pid from pg_stat_replication')
      for (const { pid } of rows) process.kill(pid, 'SIGSTOP')
      await sleep(4000)
      for (const { pid } of rows) process.kill(pid, 'SIGCONT')
    },
  ]
  let injected = 0
  await sleep(500)
  while (running()) {
    await faults[injected++ % faults.length]?.()
    await sleep(1500)
  }
  await client.end()
  return injected
}

function figures({ reads, hits, stale, longestMs, heard }: ReplicationTally, shares: string): Figure[] {
  return [
    figure({
      id: 'stale-reads-replication',
      title: `reads older than invalidation by logical replication allows (${reads} reads, ${shares}, ${heard} heard)`,
      value: stale,
      unit: 'reads',
      goal: 0,
      better: 'lower',
    }),
    figure({
      id: 'stale-run-hit-share-replication',
      title: 'hits meanwhile, of all reads',
      value: (hits / reads) * 100,
      unit: '%',
      goal: null,
      better: 'higher',
    }),
    figure({
      id: 'stale-longest-ms-replication',
      title: 'longest that an old value was given after the COMMIT of another program',
      value: longestMs,
      unit: 'ms',
      goal: null,
      better: 'lower',
    }),
  ]
}
