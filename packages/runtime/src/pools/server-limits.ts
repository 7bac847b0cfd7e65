import type pg from 'pg'

/** Connections of the server. */
export interface ServerLimits {
  readonly maxConnections: number
  /** Kept for superusers and for the roles that may use reserved ones. */
  readonly reserved: number
  /** Sessions that are not of this application, as told by their application name, role and database. */
  readonly others: number
}

/** Whose sessions are another's, the columns tell that every role may read. */
const limitsQuery = `
select current_setting('max_connections')::int as "maxConnections",
  current_setting('superuser_reserved_connections')::int
    + coalesce(current_setting('reserved_connections', true)::int, 0) as reserved,
  (select count(*)::int from pg_stat_activity
    where usesysid is not null and coalesce(backend_type, 'client backend') = 'client backend'
      and pid <> pg_backend_pid()
      and not (usename = current_user and datname = current_database()
        and (application_name = $1 or starts_with(application_name, $1 || ':')))) as others`

export async function serverLimits(pool: pg.Pool, applicationName: string): Promise<ServerLimits | null> {
  const { rows } = await pool.query<{ maxConnections: number; reserved: number; others: number }>(limitsQuery, [
    applicationName,
  ])
  return rows[0] ?? null
}
