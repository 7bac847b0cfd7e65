import pg from 'pg'
import type { Connection, Dimensions, Gate, GateContext, System } from 'pgwright'
import { afterAll } from 'vitest'
import { applyPlan } from '../../../packages/pgwright/src/apply/index.ts'
import { declaredChanges } from '../../../packages/pgwright/src/demo/declared-changes.ts'
import { gateContext } from '../../../packages/pgwright/src/demo/gate-context.ts'
import { seededRandom } from '../../../packages/pgwright/src/demo/random.ts'
import { connectWriter, parseTarget } from '../../../packages/pgwright/src/postgres/index.ts'
import { createDatabase } from '../../../packages/pgwright/test/database.ts'
import { planOf } from '../../../packages/pgwright/test/plan.ts'

export interface SmallSystem {
  /** Of the superuser, who owns everything. */
  readonly url: string
  readonly owner: Connection
  /** On a session of its own, in the service's role. */
  readonly service: CountingConnection
  readonly dimensions: Dimensions
  /** More sessions of the owner, for what one does to another. */
  ownerSessions(size: number): ReturnType<GateContext['pool']>
  /** Does the system's declared changes with pgwright itself. */
  apply(): Promise<void>
  measure(gate: Gate): ReturnType<Gate['measure']>
}

export interface CountingConnection extends Connection {
  /** Round trips so far. */
  readonly statements: number
}

/** A system at small scale, in a database of the test's own. */
export async function smallSystem(system: System): Promise<SmallSystem> {
  const { client, url } = await createDatabase()
  const owner = connectionOf(client)
  const dimensions = system.scales.small
  await system.build(owner, dimensions, () => {})
  const session = await sessionAs(url, system.serviceRole)
  afterAll(() => session.end().catch(() => {}))
  const service = counting(connectionOf(session))
  const applied = new Set<string>()
  const pool = (size: number) => sessionsAs(url, system.serviceRole, size)
  return {
    url,
    owner,
    service,
    dimensions,
    ownerSessions: (size) => sessionsAs(url, 'default', size),
    async apply() {
      const changes = declaredChanges(system)
      await applyPlan(() => connectWriter(parseTarget(url)), planOf(...changes), { holdTimeoutMs: 60_000 })
      for (const { id } of changes) applied.add(id)
    },
    measure: (gate) =>
      gate.measure(
        gateContext({ system, dimensions, random: seededRandom(4), applied, naiveCalls: [] }, { owner, service, pool }),
      ),
  }
}

/** @param role `default` is the one of the URL */
async function sessionsAs(url: string, role: string, size: number) {
  const clients = await Promise.all(Array.from({ length: size }, () => sessionAs(url, role)))
  const close = async () => {
    await Promise.all(clients.map((client) => client.end()))
  }
  return { connections: clients.map(connectionOf), close }
}

/** Not a login: the role belongs to the server, and a password given here would be in the way of other files' tests. */
async function sessionAs(url: string, role: string): Promise<pg.Client> {
  const client = new pg.Client(url)
  client.on('error', () => {}) // it may be cut off when the database is dropped
  await client.connect()
  await client.query(`set session authorization ${role}`)
  return client
}

function connectionOf(client: pg.ClientBase): Connection {
  return {
    async query<Row>(sql: string, values?: readonly unknown[]) {
      const result = await client.query(sql, values && [...values])
      // Several statements in one message give several results; the last one counts.
      return (Array.isArray(result) ? result.at(-1) : result).rows as Row[]
    },
  }
}

function counting(db: Connection): CountingConnection {
  let statements = 0
  return {
    get statements() {
      return statements
    },
    query(sql, values) {
      statements++
      return db.query(sql, values)
    },
  }
}

/** A checksum over all rows of each table: equal where two builds agree to the last byte. */
export async function checksums(owner: Connection, tables: readonly string[]): Promise<Record<string, string>> {
  const sums: Record<string, string> = {}
  for (const table of tables) {
    const [row] = await owner.query<{ sum: string }>(
      `select md5(string_agg(md5(t::text), '' order by md5(t::text))) as sum from ${table} t`,
    )
    sums[table] = row?.sum ?? ''
  }
  return sums
}
