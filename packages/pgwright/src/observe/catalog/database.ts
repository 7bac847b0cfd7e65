import type { Snapshot } from '../../model/index.ts'
import type { Reading } from './reading.ts'

interface DatabaseRow extends Omit<Snapshot['database'], 'statsSince'> {
  readonly statsSince: Date | null
  readonly version: string
  readonly versionNum: number
  readonly takenBy: string
}

/** The server's version and the database that the session is in. */
export async function readDatabase({
  client,
  has,
  named,
}: Reading): Promise<Pick<Snapshot, 'server' | 'database' | 'takenBy'>> {
  // The ICU locale moved to a column of its own in 15, which 17 renamed.
  const locale = ['datlocale', 'daticulocale'].find((column) => has(`pg_database.${column}`))
  // Where only some relations are wanted, the catalog tells it: to ask for the length of each file takes seconds where
  // there are a hundred thousand tables.
  const size =
    named === undefined
      ? 'pg_database_size(d.oid)::float8'
      : `(select coalesce(sum(c.relpages::float8), 0) from pg_class c) * current_setting('block_size')::float8`
  const { rows } = await client.query<DatabaseRow>(
    `select current_setting('server_version') as version, current_setting('server_version_num')::int as "versionNum",
       current_user::text as "takenBy", d.datname as name, pg_encoding_to_char(d.encoding) as encoding,
       d.datcollate as collate, d.datctype as ctype, ${locale === undefined ? 'null' : `d.${locale}`} as locale,
       ${has('pg_database.datlocprovider') ? 'd.datlocprovider' : `'c'`} as "collationProvider",
       ${size} as "sizeBytes", s.stats_reset as "statsSince"
     from pg_database d
     left join pg_stat_database s on s.datid = d.oid
     where d.datname = current_database()`,
  )
  const [row] = rows
  if (row === undefined) throw new Error('The current database is not in pg_database.')
  const { version, versionNum, takenBy, statsSince, ...database } = row
  return {
    takenBy,
    server: { version, versionNum, major: Math.floor(versionNum / 10_000) },
    database: { ...database, statsSince: statsSince?.toISOString() ?? null },
  }
}
