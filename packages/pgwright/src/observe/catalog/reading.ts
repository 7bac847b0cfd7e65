import type { ClientBase } from 'pg'
import type { Gap } from '../../model/index.ts'

/** What every reader of the catalog is given. */
export interface Reading {
  readonly client: ClientBase
  /** Whether this server has a column, written `pg_class.relallfrozen`. */
  has(column: string): boolean
  /** Names of the relations that are wanted; absent: all are. */
  readonly named?: ReadonlySet<string>
  /** Tells of something that could not be read. */
  missed(gap: Gap): void
}

// Looked up rather than concluded from the version: forks and patched servers differ.
const changingCatalogs = [
  'pg_class',
  'pg_attribute',
  'pg_auth_members',
  'pg_index',
  'pg_database',
  'pg_stats',
  'pg_stats_ext',
  'pg_stats_ext_exprs',
  'pg_statistic_ext_data',
]

export async function startReading(client: ClientBase, gaps: Gap[], named?: ReadonlySet<string>): Promise<Reading> {
  const { rows } = await client.query<{ column: string }>(
    `select format('%s.%s', c.relname, a.attname) as column
     from pg_attribute a
     join pg_class c on c.oid = a.attrelid and c.relnamespace = 'pg_catalog'::regnamespace
     where c.relname = any($1) and not a.attisdropped`,
    [changingCatalogs],
  )
  const columns = new Set(rows.map(({ column }) => column))
  return {
    client,
    has: (column) => columns.has(column),
    missed: (gap) => gaps.push(gap),
    ...(named === undefined ? {} : { named }),
  }
}
