import { applyPlan } from '../packages/pgwright/src/apply/index.ts'
import { declaredChanges } from '../packages/pgwright/src/demo/declared-changes.ts'
import { seededRandom } from '../packages/pgwright/src/demo/random.ts'
import { openSession } from '../packages/pgwright/src/demo/session.ts'
import type { Connection, System } from '../packages/pgwright/src/demo/system.ts'
import { connectWriter, type EmbeddedServer, parseTarget } from '../packages/pgwright/src/postgres/index.ts'
import { fillParameters, quoteIdentifier, quoteLiteral } from '../packages/pgwright/src/sql/index.ts'
import { planOf } from '../packages/pgwright/test/plan.ts'

/** What a service asked, and on whose behalf. */
export interface Asked {
  /** With its values. */
  readonly sql: string
  /** The settings that policies read, as they were. */
  readonly settings: Readonly<Record<string, string>>
}

/** Of each form of a benchmark, and of each write. */
const callsOfEach = 3

/**
 * Builds a system at small scale on a server, with its declared changes, and plays its service: both forms of every
 * query, and the writes, which leave rows that no `ANALYZE` has seen.
 *
 * @returns every statement that the service asked, each once
 */
export async function makeSystem(system: System, server: EmbeddedServer): Promise<Asked[]> {
  const first = await openSession(server.url())
  await first.query(`create database ${quoteIdentifier(system.name)}`).finally(() => first.close())
  const url = server.url(system.name)
  const owner = await openSession(url)
  try {
    await owner.query('create extension pg_stat_statements; create extension pageinspect')
    if (server.major < 18) await owner.query(uuidOf18)
    await system.build(server.major < 16 ? olderSyntax(owner) : owner, system.scales.small, () => {})
    await owner.query(`alter role ${quoteIdentifier(system.serviceRole)} password ${quoteLiteral(server.password)}`)
    await owner.query('select pg_stat_statements_reset()')
    const service = await openSession(server.url(system.name, system.serviceRole))
    try {
      const asked = new Recorder(service)
      await play(system, asked, 'naive')
      await applyPlan(() => connectWriter(parseTarget(url)), planOf(...declaredChanges(system)))
      await play(system, asked, 'improved')
      return asked.statements
    } finally {
      await service.close()
    }
  } finally {
    await owner.close()
  }
}

/** A key of the time at which it is made, for services that make such keys; that it is of no time here no plan can tell. */
const uuidOf18 = `create function public.uuidv7() returns uuid language sql volatile as 'select gen_random_uuid()'`

/**
 * What the systems' schemas say since 15 and 16, as an older server takes it. Before 15 a foreign key sets all of its
 * columns to null; before 16 a role inherits from all that it is a member of or from none, and none of the systems' is a
 * member of two. No plan depends on either.
 */
function olderSyntax(owner: Connection): Connection {
  const older = (sql: string) =>
    sql
      .replaceAll(/on delete set null \([^)]*\)/g, 'on delete set null')
      .replace(/grant (\w+) to (\w+) with inherit false, set true/, 'alter role $2 noinherit; grant $1 to $2')
      .replace(/(pg_has_role\(.*), 'set'\)/, "$1, 'member')")
  return { query: (sql, values) => owner.query(older(sql), values) }
}

async function play({ benchmarks, writes, scales }: System, db: Connection, form: 'naive' | 'improved'): Promise<void> {
  const random = seededRandom(4)
  for (let call = 0; call < callsOfEach; call++) {
    for (const benchmark of benchmarks) await benchmark[form](db, benchmark.parameters(random, scales.small))
    if (form === 'naive') continue
    for (const write of writes) await write.run(db, write.parameters(random, scales.small))
  }
}

/** A connection that keeps what is asked over it. */
class Recorder implements Connection {
  readonly #db: Connection
  readonly #asked = new Map<string, Asked>()
  #settings: Record<string, string> = {}

  constructor(db: Connection) {
    this.#db = db
  }

  get statements(): Asked[] {
    return [...this.#asked.values()]
  }

  query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const setting = /set_config\('([^']*)', '([^']*)', true\)/.exec(text)
    if (setting !== null) this.#settings = { [setting[1] ?? '']: setting[2] ?? '' }
    else if (isPlanned(text)) {
      const asked = { sql: withValues(text, values), settings: this.#settings }
      this.#asked.set(JSON.stringify(asked), asked)
    }
    return this.#db.query(text, values)
  }
}

/** Others have no plan: the service's `begin`, `commit` and savepoints. */
function isPlanned(text: string): boolean {
  return /^\s*(select|with|insert|update|delete|merge)\b/i.test(text)
}

function withValues(text: string, values: readonly unknown[]): string {
  return fillParameters(text, new Map(values.map((value, index) => [index + 1, literal(value)])))
}

function literal(value: unknown): string {
  const text = textOf(value)
  return text === null ? 'null' : quoteLiteral(text)
}

/** As the driver sends it. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) return `{${value.map(elementOf).join(',')}}`
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function elementOf(value: unknown): string {
  const text = textOf(value)
  if (text === null) return 'null'
  return Array.isArray(value) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`
}
