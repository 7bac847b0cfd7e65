import type { ClientBase } from 'pg'
import pg from 'pg'
import { type Gap, type ObjectName, PgwrightError, type Snapshot } from '../model/index.ts'
import { type EmbeddedServer, startServer } from '../postgres/index.ts'
import { quoteIdentifier, quoteLiteral } from '../sql/index.ts'
import { blockSize } from './btree-page.ts'
import { buildSchema } from './build-schema.ts'
import { type Candidate, Candidates, showIndexes } from './candidates.ts'
import type { IndexSpec } from './index-spec.ts'
import type { PlanNode } from './plan-node.ts'
import { shapeFiles, sourceShapes } from './shape.ts'
import { restoreColumnStatistics, restoreRelationStatistics, sizedRelations } from './statistics.ts'

/** Who runs a statement, and with which settings: policies see both. */
export interface PlanningContext {
  readonly role: string | null
  /** Values of custom settings (`app.current_org_id`), by name. */
  readonly settings: Readonly<Record<string, string>>
}

/**
 * A local PostgreSQL with the source's schema and statistics and no data, which plans as the source does.
 * Must be closed.
 */
export class Twin {
  /** What of the source could not be carried, with its effect. */
  readonly gaps: readonly Gap[]
  readonly #server: EmbeddedServer
  /** Plans, as whoever runs the statement on the source. */
  readonly #planner: pg.Client
  /** Makes, shows and hides indexes; a session of its own, so that the other stays in its role. */
  readonly #owner: pg.Client
  readonly #candidates: Candidates
  readonly #plannedRoles: ReadonlySet<string>
  #context = ''
  #explains = 0

  private constructor(
    server: EmbeddedServer,
    [planner, owner]: readonly [pg.Client, pg.Client],
    snapshot: Snapshot,
    gaps: readonly Gap[],
  ) {
    this.#server = server
    this.#planner = planner
    this.#owner = owner
    this.gaps = gaps
    this.#candidates = new Candidates(owner, server.dataFolder, snapshot)
    this.#plannedRoles = new Set(snapshot.roles.filter(({ superuser }) => !superuser).map(({ name }) => name))
  }

  /**
   * Builds the twin of a snapshot on an embedded server of its own.
   *
   * @throws PgwrightError `unsupported` for a server with blocks of another size, or where no server can be started; what
   * can't be rebuilt is a gap, not an error
   */
  static async open(snapshot: Snapshot): Promise<Twin> {
    requireUsualBlocks(snapshot)
    // Checksums would refuse the pages that are written here, and autovacuum would undo the statistics.
    const server = await startServer({ name: 'twin', checksums: false, settings: { autovacuum: 'off' } })
    try {
      const gaps = await build(server, snapshot)
      const sessions = [await connect(server), await connect(server)] as const
      for (const session of sessions) await copySettings(session, snapshot)
      return new Twin(server, sessions, snapshot, [...otherMajor(snapshot, server), ...gaps])
    } catch (error) {
      await server.stop()
      throw error
    }
  }

  /** How many times the planner was asked. */
  get explains(): number {
    return this.#explains
  }

  /**
   * The plan that the source would choose, with what is shown now. Statements with `$n` left in them are planned
   * generically.
   *
   * @throws the server's error where the statement can't be planned
   */
  async explain(sql: string, context: PlanningContext): Promise<PlanNode> {
    await this.#enter(context)
    this.#explains++
    const generic = /\$\d/.test(sql) ? ', generic_plan' : ''
    const text = `explain (format json, verbose${generic}) ${sql}`
    const { rows } = await this.#planner.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(text)
    const plan = rows[0]?.['QUERY PLAN'][0].Plan
    if (plan === undefined) throw new PgwrightError('internal', 'EXPLAIN gave no plan.', 'Please report this.')
    return plan
  }

  /** Makes indexes that could be built, hidden until they are shown. */
  addIndexes(specs: readonly IndexSpec[]): Promise<Candidate[]> {
    return this.#candidates.add(specs)
  }

  /** Takes added indexes away again: every index of a table makes planning over it a little slower. */
  async removeIndexes(candidates: readonly Candidate[]): Promise<void> {
    await this.#candidates.remove(candidates)
  }

  /** Shows indexes to the planner, the source's own or those added, or hides them. */
  async show(indexes: readonly ObjectName[], visible: boolean): Promise<void> {
    await showIndexes(this.#owner, indexes, visible)
  }

  async close(): Promise<void> {
    await Promise.all([this.#planner, this.#owner].map((session) => session.end().catch(() => {})))
    await this.#server.stop()
  }

  /** Role and settings stay with the session, so that a series of statements of one role costs no round trips. */
  async #enter({ role, settings }: PlanningContext): Promise<void> {
    const known = role !== null && this.#plannedRoles.has(role)
    const commands = [
      'reset role',
      ...Object.entries(settings).map(
        ([name, value]) => `select pg_catalog.set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, false)`,
      ),
      ...(known ? [`set role ${quoteIdentifier(role)}`] : []),
    ].join('; ')
    if (commands === this.#context) return
    await this.#planner.query(commands)
    this.#context = commands
  }
}

function otherMajor({ server: { major } }: Snapshot, server: EmbeddedServer): Gap[] {
  if (major === server.major) return []
  const reason = `it is PostgreSQL ${major}, and the twin is ${server.major}`
  return [{ object: 'server', reason, effect: 'plans and costs are those of another major version and can differ' }]
}

function requireUsualBlocks({ settings }: Snapshot): void {
  const size = settings.find(({ name }) => name === 'block_size')?.setting
  if (size === undefined || Number(size) === blockSize) return
  throw new PgwrightError(
    'unsupported',
    `The server was built with blocks of ${size} bytes, and a twin has blocks of ${blockSize}.`,
    'Ask for advice on a server with the usual block size.',
  )
}

const databaseName = 'twin'

async function build(server: EmbeddedServer, snapshot: Snapshot): Promise<Gap[]> {
  await createDatabase(server)
  const client = await connect(server)
  try {
    const gaps = await buildSchema(client, snapshot)
    await restoreColumnStatistics(client, snapshot.columnStatistics)
    await restoreRelationStatistics(client, sizedRelations(snapshot))
    await markPopulated(client)
    await forgetPages(server)
    await shapeFiles(client, server.dataFolder, sourceShapes(snapshot))
    return gaps
  } finally {
    await client.end()
  }
}

async function createDatabase(server: EmbeddedServer): Promise<void> {
  const client = await connect(server, 'postgres')
  try {
    await client.query(`create database ${databaseName}`)
  } finally {
    await client.end()
  }
}

async function connect(server: EmbeddedServer, database = databaseName): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server.url(database) })
  client.on('error', () => {}) // a lost connection fails the statement that is under way, which is where it is told
  await client.connect()
  return client
}

/** A materialized view is made without data; planned as one that has some. */
async function markPopulated(client: ClientBase): Promise<void> {
  await client.query(`update pg_catalog.pg_class set relispopulated = true where relkind = 'm' and not relispopulated`)
}

/** What the planner reads from settings, and where names are looked up. */
async function copySettings(client: ClientBase, snapshot: Snapshot): Promise<void> {
  for (const { name, setting } of snapshot.settings) {
    // Without its unit: `pg_settings` gives the value in the unit that a bare number is taken in.
    const value = name === 'search_path' ? wholePath(setting, snapshot.schemas) : setting
    // What is fixed at start, or unknown to this major, is nothing that a session sets.
    await client.query('select pg_catalog.set_config($1, $2, false)', [name, value]).catch(() => {})
  }
}

/** A role's own path is not known here, so every schema comes after those that the database looks in. */
function wholePath(path: string, schemas: readonly string[]): string {
  return [path, ...schemas.map(quoteIdentifier)].filter((part) => part !== '').join(', ')
}

/**
 * Writes back and drops every page that the server holds, since files are about to change beneath it. Buffers are the
 * whole server's, so this is asked from another database and leaves the twin without an extension of ours.
 */
async function forgetPages(server: EmbeddedServer): Promise<void> {
  const client = await connect(server, 'postgres')
  try {
    await client.query('create extension if not exists pg_buffercache')
    await client.query('checkpoint')
    await client.query('select pg_buffercache_evict_all()')
  } finally {
    await client.end()
  }
}
