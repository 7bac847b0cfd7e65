import type { ClientBase } from 'pg'
import type { Snapshot } from '../packages/pgwright/src/model/index.ts'
import { observe } from '../packages/pgwright/src/observe/index.ts'
import {
  connectWriter,
  type EmbeddedServer,
  parseTarget,
  startServer,
  withReader,
} from '../packages/pgwright/src/postgres/index.ts'
import { startTwinServer, Twin, type TwinServer } from '../packages/pgwright/src/twin/index.ts'
import { type Figure, figure } from './figure.ts'
import { makeTables } from './many-tables.ts'
import { type Repeated, repeated, summary, timed } from './repeated.ts'
import { resized } from './resized.ts'

const runs = 5
const megabyte = 1e6
const terabyte = 1e12

/** What the twin of a schema of 1,000 tables takes, and how long its source and it are busy. */
export async function thousandTableFigures(): Promise<{ postgres: string; figures: Figure[] }> {
  const server = await startServer({ name: 'bench-source', settings: { max_locks_per_transaction: 1024 } })
  let large: Observed
  let small: Observed
  try {
    large = await observed(server, 'large', 1000, runs)
    small = await observed(server, 'small', 10, 1)
  } finally {
    await server.stop()
  }
  const postgres = large.snapshot.server.version
  return { postgres, figures: [...snapshotFigures(large), ...(await twinFigures(large.snapshot, small.snapshot))] }
}

interface Observed {
  readonly snapshot: Snapshot
  readonly snapshotMs: Repeated
  readonly slowestQueryMs: Repeated
}

async function observed(server: EmbeddedServer, database: string, tables: number, times: number): Promise<Observed> {
  await onDatabase(server, 'postgres', (client) => client.query(`create database ${database}`))
  return onDatabase(server, database, async (client) => {
    await client.query('create extension pg_stat_statements')
    await makeTables(client, tables)
    const snapshots: Snapshot[] = []
    const slowest: number[] = []
    const snapshotMs = await repeated(times, async () => {
      await client.query('select pg_stat_statements_reset()')
      const ms = await timed(async () => {
        snapshots.push(await withReader(parseTarget(server.url(database)), (reader) => observe(reader)))
      })
      slowest.push(await slowestQueryMs(client))
      return ms
    })
    const [snapshot] = snapshots
    if (snapshot === undefined) throw new Error('No snapshot was taken.')
    return { snapshot, snapshotMs, slowestQueryMs: summary(slowest) }
  })
}

/** As the source itself counts, without the way there and back. */
async function slowestQueryMs(client: ClientBase): Promise<number> {
  const { rows } = await client.query<{ ms: number }>(
    `select max(max_exec_time) as ms from pg_stat_statements s
     join pg_database d on d.oid = s.dbid and d.datname = current_database()`,
  )
  return rows[0]?.ms ?? Number.NaN
}

function snapshotFigures({ snapshotMs, slowestQueryMs }: Observed): Figure[] {
  return [
    figure({
      id: 'snapshot-1000-tables-ms',
      title: 'snapshot of 1,000 tables',
      ...snapshotMs,
      unit: 'ms',
      goal: 3000,
      better: 'lower',
    }),
    figure({
      id: 'snapshot-max-query-ms',
      title: 'slowest query of that snapshot on the source',
      ...slowestQueryMs,
      unit: 'ms',
      goal: 100,
      better: 'lower',
    }),
  ]
}

async function twinFigures(large: Snapshot, small: Snapshot): Promise<Figure[]> {
  const server = await startTwinServer(large.server.major)
  try {
    const disk: number[] = []
    const largeMs = await repeated(3, () => buildMs(server, large, (twin) => disk.push(twin.diskBytes)))
    const smallMs = await repeated(runs, () => buildMs(server, small))
    return [
      figure({
        id: 'build-1000-tables-ms',
        title: 'twin of 1,000 tables, on a running server',
        ...largeMs,
        unit: 'ms',
        goal: 5000,
        better: 'lower',
      }),
      figure({
        id: 'disk-1000-tables-bytes',
        title: 'what the server of that twin takes on disk',
        ...summary(disk),
        unit: 'bytes',
        goal: 150e6,
        better: 'lower',
      }),
      figure({
        id: 'build-10-tables-ms',
        title: 'twin of 10 tables, on a running server',
        ...smallMs,
        unit: 'ms',
        goal: 300,
        better: 'lower',
      }),
      figure({
        id: 'build-10-tb-ratio',
        title: 'time to build the twin of 10 TB, over that of 10 MB',
        ...(await repeated(
          runs,
          async () =>
            (await buildMs(server, resized(small, 10 * terabyte))) /
            (await buildMs(server, resized(small, 10 * megabyte))),
        )),
        unit: '',
        goal: 1.5,
        better: 'lower',
      }),
    ]
  } finally {
    await server.stop()
  }
}

/** @param look is called while the twin is there */
async function buildMs(server: TwinServer, snapshot: Snapshot, look?: (twin: Twin) => void): Promise<number> {
  const startedAt = performance.now()
  const twin = await Twin.open(snapshot, { server })
  const ms = performance.now() - startedAt
  look?.(twin)
  await twin.close()
  return ms
}

async function onDatabase<Result>(
  server: EmbeddedServer,
  database: string,
  work: (client: ClientBase) => Promise<Result>,
): Promise<Result> {
  const client = await connectWriter(parseTarget(server.url(database)))
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
