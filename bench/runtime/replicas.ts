import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Scale } from '../../packages/pgwright/src/demo/index.ts'
import { type EmbeddedServer, startServer } from '../../packages/pgwright/src/postgres/index.ts'
import { followedSettings, startStandby } from '../../packages/pgwright/test/standby.ts'
import { chooseReplica } from '../../packages/runtime/src/replicas/choose.ts'
import { createReplicas, type Replicas } from '../../packages/runtime/src/replicas/index.ts'
import { Replica } from '../../packages/runtime/src/replicas/replica.ts'
import { type Figure, figure } from '../figure.ts'

const pairsAt: Readonly<Record<Scale, number>> = { small: 1_000, medium: 10_000, full: 100_000 }
const workers = 16

/** What it costs to choose a server, and whether any read is older than the write that it follows. */
export async function replicasFigures(scale: Scale): Promise<Figure[]> {
  return [routing(), ...(await readYourWrites(pairsAt[scale]))]
}

function routing(): Figure {
  const pool = new pg.Pool({ max: 1 })
  const replicas = ['a', 'b', 'c', 'd'].map((name, i) => {
    const replica = new Replica(name, pool, 1)
    Object.assign(replica, { state: 'ready', lagBytes: 0, lagMs: 0, latencyMs: i + 1, replayed: 1_000n + BigInt(i) })
    return replica
  })
  const calls = 100_000
  const rounds: number[] = []
  let chosen = 0
  for (let round = 0; round < 21; round++) {
    const start = performance.now()
    for (let i = 0; i < calls; i++) {
      const limits = { maxLagMs: 500, maxLagBytes: Number.POSITIVE_INFINITY, after: i % 2 === 0 ? null : 1_002n }
      if (chooseReplica(replicas, limits, null) !== null) chosen++
    }
    rounds.push(((performance.now() - start) * 1e6) / calls)
  }
  if (chosen !== rounds.length * calls) throw new Error('No replica was chosen.')
  rounds.sort((x, y) => x - y)
  const at = (share: number) => rounds[Math.floor((rounds.length - 1) * share)] ?? Number.NaN
  return figure({
    id: 'routing-ns',
    title: 'choosing one of four replicas, half of the reads with a token',
    value: at(0.5),
    unit: 'ns',
    goal: 1_000,
    better: 'lower',
    p25: at(0.25),
    p75: at(0.75),
    runs: rounds.length,
  })
}

/** One standby replays late, the other is paused, loses its connections and in the end its life. */
async function readYourWrites(pairs: number): Promise<Figure[]> {
  const primary = await startServer({ name: 'bench-runtime-replicas', settings: followedSettings })
  const servers = [primary]
  const pools: pg.Pool[] = []
  try {
    await makeTable(primary)
    const late = { recovery_min_apply_delay: '15ms' }
    servers.push(await startStandby(primary, { name: 'late', slot: false, settings: late }))
    servers.push(await startStandby(primary, { name: 'faulty', slot: false }))
    const [main, one, two] = servers.map((server) => poolOf(server, pools)) as [pg.Pool, pg.Pool, pg.Pool]
    const replicas = createReplicas({
      primary: main,
      replicas: [
        { name: 'late', pool: one },
        { name: 'faulty', pool: two },
      ],
      keys: ['a key for this bench alone'],
      probeIntervalMs: 50,
      timeoutMs: 10_000,
    })
    await replicas.ready()
    const count = { begun: 0, violations: 0, fromReplica: 0, failed: 0 }
    const faults = new AbortController()
    const injecting = injectFaults(servers[2] as EmbeddedServer, () => count.begun > pairs * 0.8, faults.signal)
    await Promise.all(Array.from({ length: workers }, (_, i) => writeAndRead(replicas, i, pairs, count)))
    faults.abort()
    await injecting
    await replicas.end()
    return figuresOf(count)
  } finally {
    for (const pool of pools) await pool.end()
    for (const server of servers.reverse()) await server.stop()
  }
}

interface Count {
  begun: number
  violations: number
  fromReplica: number
  failed: number
}

async function writeAndRead(replicas: Replicas, id: number, pairs: number, count: Count): Promise<void> {
  const text = 'select value, pg_is_in_recovery() as replica from counter where id = $1'
  while (count.begun < pairs) {
    const turn = count.begun++
    try {
      const { result, token } = await replicas.write(async (client) => {
        // Also where a commit returns before its record is written.
        if (turn % 50 === 0) await client.query('set local synchronous_commit = off')
        const sql = 'update counter set value = value + 1 where id = $1 returning value'
        return (await client.query<{ value: number }>(sql, [id])).rows[0]?.value ?? Number.NaN
      })
      const options = { after: token, waitMs: turn % 3 === 0 ? 100 : 5 }
      type Row = { value: number; replica: boolean }
      const { rows } =
        turn % 2 === 0
          ? await replicas.query<Row>(text, [id], options)
          : await replicas.read((tx) => tx.query<Row>(text, [id]), options)
      if (rows[0]?.replica) count.fromReplica++
      // Nobody else writes the row.
      if (rows[0]?.value !== result) count.violations++
    } catch (error) {
      count.failed++
      if (count.failed <= 3) console.error(error)
    }
  }
}

async function injectFaults(standby: EmbeddedServer, toDie: () => boolean, signal: AbortSignal): Promise<void> {
  const client = new pg.Client(standby.url())
  client.on('error', () => {})
  await client.connect()
  const others = `select pg_terminate_backend(pid) from pg_stat_activity
    where pid <> pg_backend_pid() and backend_type = 'client backend'`
  for (let turn = 0; !signal.aborted && !toDie(); turn++) {
    await sleep(60)
    await client.query('select pg_wal_replay_pause()')
    await sleep(40)
    if (turn % 5 === 0) await client.query(others)
    await client.query('select pg_wal_replay_resume()')
  }
  await client.end()
  if (!signal.aborted) await standby.stop()
}

async function makeTable(primary: EmbeddedServer): Promise<void> {
  const client = new pg.Client(primary.url())
  await client.connect()
  await client.query('create table counter (id int primary key, value int not null)')
  await client.query('insert into counter select i, 0 from generate_series(0, $1::int - 1) i', [workers])
  await client.end()
}

function poolOf(server: EmbeddedServer, pools: pg.Pool[]): pg.Pool {
  const pool = new pg.Pool({ connectionString: server.url(), max: workers, options: '-c synchronous_commit=on' })
  pool.on('error', () => {})
  pools.push(pool)
  return pool
}

function figuresOf({ begun, violations, fromReplica, failed }: Count): Figure[] {
  return [
    figure({
      id: 'read-your-writes-violations',
      title: `reads older than the write they follow, of ${begun} pairs`,
      value: violations,
      unit: '',
      goal: 0,
      better: 'lower',
    }),
    figure({
      id: 'read-your-writes-failed',
      title: 'pairs that failed, with one standby paused, cut off and killed',
      value: failed,
      unit: '',
      goal: 0,
      better: 'lower',
    }),
    figure({
      id: 'read-your-writes-replica-share',
      title: 'of these reads answered by a replica',
      value: fromReplica / begun,
      unit: '',
      goal: null,
      better: 'higher',
    }),
  ]
}
