import type { ClientBase } from 'pg'
import type { Snapshot } from '../model/index.ts'
import type { DeclaredPool } from './declared-pool.ts'

/** What every check may know of the server and of the role that looks. */
export interface Server {
  readonly major: number
  readonly version: string
  readonly database: string
  readonly role: string
  readonly superuser: boolean
  /** Predefined roles, such as `pg_monitor`, whose rights the role has without taking them on. */
  readonly rights: ReadonlySet<string>
  /** Whether the role may read any file of the server's machine, by `pg_read_file` with `missing_ok`. */
  readonly readsFiles: boolean
  readonly inRecovery: boolean
  readonly now: Date
  /** When the server was started. */
  readonly startedAt: Date
  /**
   * Since when this database's counters count, at the earliest: its last reset, the last crash, or the server's
   * beginning. Null where nothing tells it.
   */
  readonly statsSince: Date | null
  /** By name: those of this database. */
  readonly extensions: ReadonlyMap<string, { readonly version: string; readonly schema: string }>
  /** What it runs on can't tell counters, sessions and the like: it is the twin of a snapshot. */
  readonly offline: boolean
  /** What the project says of its applications. */
  readonly pools: readonly DeclaredPool[]
}

interface ServerRow {
  version_num: number
  version: string
  database: string
  role: string
  superuser: boolean
  rights: string[]
  reads_files: boolean
  in_recovery: boolean
  now: Date
  started_at: Date
  stats_since: Date | null
  extensions: { name: string; version: string; schema: string }[]
}

/**
 * The session's server; the role needs no rights.
 *
 * After a crash all counters begin anew, of which from 15 on `pg_stat_database` tells nothing: its `stats_reset` knows
 * resets alone. Those of the server itself get the time of the crash, as they get that of its beginning.
 */
export async function readServer(client: ClientBase): Promise<Server> {
  const { rows } = await client.query<ServerRow>(`
    select current_setting('server_version_num')::int as version_num, current_setting('server_version') as version,
      pg_catalog.current_database()::text as database, current_user::text as role,
      (select r.rolsuper from pg_catalog.pg_roles r where r.rolname = current_user) as superuser,
      array(select r.rolname::text from pg_catalog.pg_roles r
        where r.rolname ~ '^pg_' and pg_catalog.pg_has_role(current_user, r.oid, 'usage') order by 1) as rights,
      coalesce(pg_catalog.pg_has_role(current_user, 'pg_read_server_files', 'usage') and pg_catalog.has_function_privilege(
        pg_catalog.to_regprocedure('pg_catalog.pg_read_file(text, bigint, bigint, boolean)'), 'execute'), false) as reads_files,
      pg_catalog.pg_is_in_recovery() as in_recovery, pg_catalog.clock_timestamp() as now,
      pg_catalog.pg_postmaster_start_time() as started_at,
      (select greatest(s.stats_reset, least(b.stats_reset, a.stats_reset, w.stats_reset))
        from pg_catalog.pg_stat_database s, pg_catalog.pg_stat_bgwriter b, pg_catalog.pg_stat_archiver a,
          pg_catalog.pg_stat_wal w
        where s.datname = current_database()) as stats_since,
      (select coalesce(jsonb_agg(jsonb_build_object('name', e.extname, 'version', e.extversion, 'schema', n.nspname)), '[]')
        from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace) as extensions`)
  const [row] = rows
  if (row === undefined) throw new Error('the server told nothing of itself')
  return {
    major: Math.floor(row.version_num / 10_000),
    version: row.version,
    database: row.database,
    role: row.role,
    superuser: row.superuser,
    rights: new Set(row.rights),
    readsFiles: row.reads_files,
    inRecovery: row.in_recovery,
    now: row.now,
    startedAt: row.started_at,
    statsSince: row.stats_since,
    extensions: new Map(row.extensions.map(({ name, ...rest }) => [name, rest])),
    offline: false,
    pools: [],
  }
}

/** The server of a snapshot, which is asked through its twin. */
export function serverOf({ server, database, takenBy, takenAt, extensions, roles }: Snapshot): Server {
  return {
    major: server.major,
    version: server.version,
    database: database.name,
    role: takenBy,
    superuser: roles.some(({ name, superuser }) => name === takenBy && superuser),
    rights: new Set(),
    readsFiles: false,
    inRecovery: false,
    now: new Date(takenAt),
    startedAt: new Date(takenAt),
    statsSince: database.statsSince === null ? null : new Date(database.statsSince),
    extensions: new Map(extensions.map(({ name, ...rest }) => [name, rest])),
    offline: true,
    pools: [],
  }
}
