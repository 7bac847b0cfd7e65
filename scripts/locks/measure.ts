import type { Client } from 'pg'
import { connectWriter, parseTarget, sqlState, startServer } from '../../packages/pgwright/src/postgres/index.ts'
import { openEffects, type RelationLock, runHeldUp } from '../../packages/pgwright/src/rehearse/index.ts'
import type { Group, Statement } from './statement.ts'

/** What a statement did on one major; relations by their names as the page has them. */
export interface Measured {
  readonly locks: readonly RelationLock[]
  readonly rewrites: readonly string[]
  /** Those whose rows are gone. */
  readonly empties: readonly string[]
  /** Those read from their beginning. */
  readonly scans: readonly string[]
  /** The server's message where it did not run. */
  readonly refused: string | null
}

/** What statements meet that belong to no schema. */
const surroundings = [
  // Else dropping tells of each object.
  'set client_min_messages = error',
  'create role somebody',
  'set allow_in_place_tablespaces = on',
  "create tablespace fast location ''",
  'create access method heap2 type table handler heap_tableam_handler',
]

/** Every statement that this major knows, on a server of its own. */
export async function measureMajor(major: number, groups: readonly Group[]): Promise<Map<Statement, Measured>> {
  const server = await startServer({ name: 'locks', major, settings: { autovacuum: 'off', shared_buffers: '16MB' } })
  const opened: Client[] = []
  const connect = async () => {
    const client = await connectWriter(parseTarget(server.url()), { lockTimeoutMs: 0, statementTimeoutMs: 60_000 })
    opened.push(client)
    return client
  }
  try {
    // Makes the objects, and sees what others see.
    const observer = await connect()
    for (const sql of surroundings) await observer.query(sql)
    const worker = await connect()
    const holders = [await connect(), await connect()] as const
    const measureInside = await openMeasuring(observer, worker)
    const measureOutside = async ({ sql }: Statement): Promise<Measured> => {
      const { locks, rewrites, scans } = await runHeldUp({ worker, observer, holders }, sql)
      return { locks, rewrites, empties: [], scans, refused: null }
    }
    const measured = new Map<Statement, Measured>()
    for (const { given, statements } of groups) {
      let clean = false
      for (const statement of statements) {
        if (major < (statement.since ?? 0)) continue
        // What runs in a transaction is taken back.
        const changes = statement.given !== undefined || statement.outside === true
        const measure = async () => {
          if (!clean || changes) await makeObjects(observer, [given, statement.given ?? ''])
          return named(await (statement.outside ? measureOutside(statement) : measureInside(statement)))
        }
        measured.set(statement, await measure().catch(refusal))
        clean = !changes
      }
    }
    return measured
  } finally {
    for (const client of opened) await client.end()
    await server.stop()
  }
}

/** @throws a `DatabaseError` of the driver where this major refuses what the statement needs, and so the statement */
async function makeObjects(observer: Client, given: readonly string[]): Promise<void> {
  await observer.query(
    'drop publication if exists measured; drop schema if exists other cascade; drop schema public cascade; create schema public',
  )
  for (const sql of given) await observer.query(sql)
}

function refusal(error: unknown): Measured {
  if (!(error instanceof Error) || sqlState(error) === undefined) throw error
  return { locks: [], rewrites: [], empties: [], scans: [], refused: error.message }
}

async function openMeasuring(observer: Client, worker: Client): Promise<(statement: Statement) => Promise<Measured>> {
  const effects = await openEffects(observer, worker)
  return async ({ sql, first = '' }) => {
    await worker.query(`begin; ${first}`)
    try {
      await effects.before()
      await worker.query(sql)
      const { locks, rewrites, scans } = await effects.after()
      const empty = await emptyAmong(worker, rewrites)
      return { locks, rewrites: rewrites.filter((name) => !empty.has(name)), empties: [...empty], scans, refused: null }
    } finally {
      await worker.query('rollback')
    }
  }
}

/** Of tables that have rows: those whose new file has none. */
async function emptyAmong(worker: Client, rewrites: readonly string[]): Promise<Set<string>> {
  if (rewrites.length === 0) return new Set()
  const { rows } = await worker.query<{ name: string }>(
    'select name from unnest($1::text[]) as name where pg_relation_size(name::regclass) = 0',
    [rewrites],
  )
  return new Set(rows.map(({ name }) => name))
}

/** All are in the schema `public`, but for what is in `other`. */
function named(measured: Measured): Measured {
  const name = (relation: string) => relation.replace(/^public\./, '')
  return {
    locks: measured.locks.map(({ relation, mode }) => ({ relation: name(relation), mode })),
    rewrites: measured.rewrites.map(name),
    empties: measured.empties.map(name),
    scans: measured.scans.map(name),
    refused: measured.refused,
  }
}
