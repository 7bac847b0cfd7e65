import pg from 'pg'
import type { Scale } from '../../packages/pgwright/src/demo/index.ts'
import { type EmbeddedServer, startServer } from '../../packages/pgwright/src/postgres/index.ts'
import { createTenants, type Tenants } from '../../packages/runtime/src/tenants/index.ts'
import { type Figure, figure } from '../figure.ts'

const setting = 'app.tenant_id'
const role = 'tenants_app'
const tenantCount = 50
const switchesAt: Readonly<Record<Scale, number>> = { small: 5_000, medium: 100_000, full: 1_000_000 }
const roundsAt: Readonly<Record<Scale, number>> = { small: 40, medium: 200, full: 400 }
const callsInRound = 50

/** What a tenant's query costs over a bare one, and whether any switch of tenants shows a row of another. */
export async function tenantsFigures(scale: Scale): Promise<Figure[]> {
  const server = await startServer({ name: 'bench-runtime-tenants', settings: { max_connections: 50 } })
  try {
    await makeDatabase(server)
    return [...(await latencyRatios(server, roundsAt[scale])), ...(await leaks(server, switchesAt[scale]))]
  } finally {
    await server.stop()
  }
}

async function makeDatabase(server: EmbeddedServer): Promise<void> {
  const client = new pg.Client(server.url())
  await client.connect()
  await client.query(`
    create table item (id bigint primary key, tenant_id bigint not null, body text not null);
    create index on item (tenant_id);
    insert into item select i, i % ${tenantCount} + 1, 'item ' || i from generate_series(1, ${tenantCount * 20}) i;
    analyze item;
    alter table item enable row level security;
    create policy own on item
      using (tenant_id = nullif(current_setting('${setting}', true), '')::bigint);
    create role owner login password '${server.password}';
    alter table item owner to owner;
    create role ${role};
    grant ${role} to owner;
    grant select, insert, update, delete on item to ${role}`)
  await client.end()
}

/**
 * In turns, through the server's socket. The bare query is the same one by the same role under the same policy, with
 * the tenant and the role set for the whole session; and beside it by the table's owner, for whom no policy is planned.
 */
async function latencyRatios(server: EmbeddedServer, rounds: number): Promise<Figure[]> {
  const url = server.url('postgres', 'owner')
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  const session = new pg.Pool({ connectionString: url, max: 1, options: `-c role=${role} -c ${setting}=8` })
  const tenants = createTenants(pool, { setting, type: 'bigint', role })
  const text = 'select id, body from item where id = $1'
  const calls = [
    () => tenants.query(8, text, [7]),
    () => session.query(text, [7]),
    () => pool.query(text, [7]),
  ] as const
  try {
    for (let i = 0; i < 200; i++) for (const call of calls) await call()
    const ratios: { readonly bare: number; readonly owner: number }[] = []
    for (let round = 0; round < rounds; round++) {
      const times = calls.map((): number[] => [])
      for (let i = 0; i < callsInRound; i++)
        for (const [kind, call] of calls.entries()) times[kind]?.push(await timed(call))
      const [own = Number.NaN, bare = Number.NaN, owner = Number.NaN] = times.map(quartile)
      ratios.push({ bare: own / bare, owner: own / owner })
    }
    const title = 'a tenant’s query on a local socket, of the time of'
    return [
      ratioFigure(
        'tenant-latency-ratio',
        `${title} the same under the same policy`,
        1.6,
        ratios.map(({ bare }) => bare),
      ),
      ratioFigure(
        'tenant-latency-ratio-owner',
        `${title} the owner’s without`,
        null,
        ratios.map(({ owner }) => owner),
      ),
    ]
  } finally {
    await pool.end()
    await session.end()
  }
}

function ratioFigure(id: string, title: string, goal: number | null, ratios: readonly number[]): Figure {
  const sorted = ratios.toSorted((x, y) => x - y)
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN
  const spread = { p25: at(0.25), p75: at(0.75), runs: sorted.length }
  return figure({ id, title, value: at(0.5), unit: '×', goal, better: 'lower', ...spread })
}

async function timed(call: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await call()
  return performance.now() - start
}

/** The lower one: what other programs on the machine take lies above it. */
function quartile(times: readonly number[]): number {
  return times.toSorted((x, y) => x - y)[times.length >> 2] ?? Number.NaN
}

/** Requests of 50 tenants on 8 connections; some fail, time out, are aborted, cancelled or lose their connection. */
async function leaks(server: EmbeddedServer, switches: number): Promise<Figure[]> {
  const pool = new pg.Pool({ connectionString: server.url(), max: 8 })
  pool.on('error', () => {})
  const admin = new pg.Client(server.url())
  await admin.connect()
  const tenants = createTenants(pool, { setting, type: 'bigint', role })
  const count = { begun: 0, rows: 0, foreign: 0, failed: 0, lost: 0 }
  const worker = async (seed: number) => {
    const random = randomOf(seed)
    while (count.begun < switches) {
      count.begun++
      const id = Math.floor(random() * tenantCount) + 1
      try {
        const seen = await oneRequest(tenants, admin, id, random)
        if (seen.length === 0) count.lost++
        count.rows += seen.length
        count.foreign += seen.filter((tenant) => tenant !== String(id)).length
        // Whoever takes a connection without a tenant must see nothing, too.
        if (count.begun % 97 === 0) count.foreign += await leftBehind(pool)
      } catch {
        count.failed++
      }
    }
  }
  try {
    await Promise.all(Array.from({ length: 24 }, (_, i) => worker(i + 1)))
  } finally {
    await pool.end()
    await admin.end()
  }
  const plain = (id: string, title: string, value: number, goal: number | null) =>
    figure({ id, title, value, unit: '', goal, better: 'lower' })
  return [
    plain('tenant-leaks', `rows of another tenant, of ${count.rows} seen in ${count.begun} switches`, count.foreign, 0),
    plain('tenant-lost', 'requests that saw nothing of their own tenant and no error', count.lost, 0),
    plain('tenant-faults', 'requests that failed by the faults injected', count.failed, null),
  ]
}

/** Tenants of the rows that it saw. */
async function oneRequest(tenants: Tenants, admin: pg.Client, id: number, random: () => number): Promise<string[]> {
  const text = 'select tenant_id from item'
  const kind = random()
  if (kind < 0.6) return idsOf((await tenants.query(id, text)).rows)
  if (kind < 0.7) return idsOf((await tenants.query(id, 'select tenant_id, 1 / (id - $1) from item', [id + 50])).rows)
  const controller = new AbortController()
  const options = { signal: controller.signal, ...(kind < 0.73 ? { statementTimeoutMs: 1 } : {}) }
  const run = async (work: string) =>
    tenants.run(
      id,
      async (tx) => {
        const first = await tx.query<{ tenant_id: string; pid: number }>(
          'select tenant_id, pg_backend_pid() as pid from item',
        )
        if (kind >= 0.74 && kind < 0.76) controller.abort()
        if (kind >= 0.76 && kind < 0.78) void admin.query('select pg_cancel_backend($1)', [first.rows[0]?.pid])
        if (kind >= 0.78 && kind < 0.782) void admin.query('select pg_terminate_backend($1)', [first.rows[0]?.pid])
        return [...idsOf(first.rows), ...idsOf((await tx.query(work)).rows)]
      },
      options,
    )
  if (kind < 0.73) return run('select tenant_id, pg_sleep(0.002) from item limit 1')
  if (kind < 0.83) return run(`select tenant_id, set_config('app.note', 'x', false) from item`)
  if (kind < 0.88) return run('update item set body = body where id = 3 returning tenant_id')
  return run(text)
}

function idsOf(rows: readonly { readonly tenant_id?: string }[]): string[] {
  return rows.map((row) => String(row.tenant_id))
}

async function leftBehind(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ left: boolean }>(
    `select coalesce(current_setting($1, true), '') <> '' or current_user <> session_user as left`,
    [setting],
  )
  return rows[0]?.left ? 1 : 0
}

/** The same faults in every run (xorshift). */
function randomOf(seed: number): () => number {
  let state = seed * 2_654_435_761 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
