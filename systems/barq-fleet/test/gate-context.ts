import type { Connection, Dimensions, GateContext, Load, LoadResult, Random, System } from 'pgwright'

type Pool = Awaited<ReturnType<GateContext['pool']>>

interface Sessions {
  readonly owner: Connection
  readonly service: Connection
  pool(size: number): Promise<Pool>
}

/** What the demo gives to a gate. */
export function gateContext(system: System, dimensions: Dimensions, random: Random, sessions: Sessions): GateContext {
  const draw = callDrawer(system, dimensions, random)
  return {
    dimensions,
    random,
    ...sessions,
    compare,
    async play(calls) {
      const times: number[] = []
      for (let call = 0; call < calls; call++) times.push(await timed(() => draw()(sessions.service)))
      return times
    },
    load: (load) => runLoad(load, sessions.pool, draw, random),
    hitRatios: (work) => hitRatios(sessions, work),
    sequentialScans: (work) => sequentialScans(sessions.service, work),
  }
}

type Call = (db: Connection) => Promise<unknown>

function callDrawer(system: System, dimensions: Dimensions, random: Random): () => Call {
  const kinds = [
    ...system.benchmarks.map((benchmark) => ({
      weight: benchmark.weight,
      call(): Call {
        const parameters = benchmark.parameters(random, dimensions)
        return (db) => benchmark.improved(db, parameters)
      },
    })),
    ...system.writes.map((write) => ({
      weight: write.weight,
      call(): Call {
        const parameters = write.parameters(random, dimensions)
        return (db) => write.run(db, parameters)
      },
    })),
  ]
  // Weights are whole numbers, so a kind stands in the urn as often as it weighs.
  const urn = kinds.flatMap((kind) => Array.from({ length: kind.weight }, () => kind))
  return () => random.pick(urn).call()
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

async function compare(variants: readonly (() => Promise<unknown>)[], repeats: number): Promise<readonly number[]> {
  const times = variants.map((): number[] => [])
  for (let repeat = 0; repeat < repeats; repeat++) {
    // Each second time backwards, so that none always runs after the same other one.
    const order = [...variants.keys()]
    if (repeat % 2 === 1) order.reverse()
    for (const position of order) times[position]?.push(await timed(() => variants[position]?.() ?? Promise.resolve()))
  }
  return times.map((all) => quantile(all, 0.5))
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

async function runLoad(
  { connections, users, requests, thinkMs }: Load,
  open: Sessions['pool'],
  draw: () => Call,
  random: Random,
): Promise<LoadResult> {
  const pool = await open(connections)
  const free = [...pool.connections]
  const waiting: ((db: Connection) => void)[] = []
  const latencies: number[] = []
  let started = 0
  let failed = 0
  let busyMs = 0

  async function request(): Promise<void> {
    const asked = performance.now()
    const db = free.pop() ?? (await new Promise<Connection>((resolve) => waiting.push(resolve)))
    const taken = performance.now()
    try {
      await draw()(db)
      latencies.push(performance.now() - asked)
    } catch {
      failed++
    }
    busyMs += performance.now() - taken
    const next = waiting.shift()
    if (next === undefined) free.push(db)
    else next(db)
  }

  async function user(): Promise<void> {
    while (started < requests) {
      started++
      if (thinkMs > 0) await new Promise((resolve) => setTimeout(resolve, random.integer(0, 2 * thinkMs)))
      await request()
    }
  }

  try {
    const durationMs = await timed(() => Promise.all(Array.from({ length: users }, user)))
    const usedShare = busyMs / (connections * durationMs)
    return { completed: latencies.length, failed, durationMs, usedShare, p95Ms: quantile(latencies, 0.95) }
  } finally {
    await pool.close()
  }
}

interface BlockCounts {
  readonly index_hits: number
  readonly index_reads: number
  readonly table_hits: number
  readonly table_reads: number
}

async function hitRatios({ owner, service }: Sessions, work: () => Promise<unknown>) {
  const before = await blockCounts(owner, service)
  await work()
  const after = await blockCounts(owner, service)
  const share = (hits: number, reads: number) => (hits + reads === 0 ? 1 : hits / (hits + reads))
  return {
    index: share(after.index_hits - before.index_hits, after.index_reads - before.index_reads),
    table: share(after.table_hits - before.table_hits, after.table_reads - before.table_reads),
  }
}

async function blockCounts(owner: Connection, service: Connection): Promise<BlockCounts> {
  // A session hands in its counters at most once a second, unless it is told to.
  await service.query('select pg_stat_force_next_flush()')
  const [counts] = await owner.query<BlockCounts>(
    `select sum(idx_blks_hit)::double precision as index_hits, sum(idx_blks_read)::double precision as index_reads,
       sum(heap_blks_hit)::double precision as table_hits, sum(heap_blks_read)::double precision as table_reads
     from pg_statio_user_tables`,
  )
  if (counts === undefined) throw new Error('An aggregate is one row, and the server returned none')
  return counts
}

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly Plans?: readonly PlanNode[]
}

async function sequentialScans(
  service: Connection,
  work: (db: Connection) => Promise<unknown>,
): Promise<readonly string[]> {
  const scanned = new Set<string>()
  const visit = (node: PlanNode) => {
    if (node['Node Type'] === 'Seq Scan' && node['Relation Name']) scanned.add(node['Relation Name'])
    node.Plans?.forEach(visit)
  }
  await work({
    async query<Row>(sql: string, values?: readonly unknown[]): Promise<Row[]> {
      if (/^\s*(select|with)\b/i.test(sql)) {
        const explained = await service.query<{ 'QUERY PLAN': readonly [{ Plan: PlanNode }] }>(
          `explain (format json) ${sql}`,
          values,
        )
        for (const row of explained) visit(row['QUERY PLAN'][0].Plan)
      }
      return service.query<Row>(sql, values)
    },
  })
  return [...scanned].sort()
}
