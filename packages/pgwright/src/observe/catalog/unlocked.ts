import type { ClientBase } from 'pg'
import { sqlState } from '../../postgres/index.ts'
import { inPortions } from '../in-portions.ts'
import { inSavepoint } from '../savepoint.ts'

/**
 * Locked, or gone or another than it was: the transaction sees one state of the catalog, but what opens a relation or
 * writes a definition looks at the newest one (`cache lookup failed`, `could not open relation` are XX000).
 */
const unreadable: ReadonlySet<string | undefined> = new Set(['55P03', 'XX000', '42P01', '42703', '42704', '42883'])

/**
 * Runs `sql` over the objects whose oids it takes as $1, a portion of them at a time and in their order, leaving out
 * those that another session has locked, or dropped meanwhile.
 *
 * `pg_relation_size`, and every function that writes a definition or an expression as text, takes an ACCESS SHARE lock
 * and so waits for whoever rewrites the table. One such table must not cost the whole snapshot: when a lock is not
 * had within 100 ms the list is halved until the locked ones stand alone. Those that are gone are found alike.
 */
export async function readUnlocked<Row extends object>(
  client: ClientBase,
  sql: string,
  oids: readonly number[],
): Promise<{ rows: Row[]; locked: number[] }> {
  const portions = await inPortions(oids, (portion) => readPortion<Row>(client, sql, portion))
  return { rows: portions.flatMap(({ rows }) => rows), locked: portions.flatMap(({ locked }) => locked) }
}

interface Portion<Row> {
  readonly rows: readonly Row[]
  readonly locked: readonly number[]
}

async function readPortion<Row extends object>(
  client: ClientBase,
  sql: string,
  oids: readonly number[],
): Promise<Portion<Row>> {
  const rows = await tryRead<Row>(client, sql, oids)
  if (rows !== null) return { rows, locked: [] }
  if (oids.length === 1) return { rows: [], locked: [...oids] }
  const middle = Math.ceil(oids.length / 2)
  const first = await readPortion<Row>(client, sql, oids.slice(0, middle))
  const second = await readPortion<Row>(client, sql, oids.slice(middle))
  return { rows: [...first.rows, ...second.rows], locked: [...first.locked, ...second.locked] }
}

async function tryRead<Row extends object>(client: ClientBase, sql: string, oids: readonly number[]) {
  try {
    return await inSavepoint(client, async () => {
      await client.query(`set local lock_timeout = '100ms'`)
      const { rows } = await client.query<Row>(sql, [oids])
      return rows
    })
  } catch (error) {
    if (unreadable.has(sqlState(error))) return null
    throw error
  }
}
