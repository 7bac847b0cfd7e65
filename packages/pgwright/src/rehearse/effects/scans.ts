import type { ClientBase } from 'pg'

/**
 * How often the session has read each table from its beginning, by oid, with what it has not yet told the statistics:
 * compare two counts of one transaction. Checking a constraint, building an index and writing a table anew count as a
 * query does; `analyze`, which takes a sample, and `vacuum` don't. Nothing is counted with `track_counts` off.
 */
export async function readScans(worker: ClientBase): Promise<Map<number, number>> {
  const { rows } = await worker.query<{ oid: number; scans: number }>(
    `select c.oid, pg_catalog.pg_stat_get_xact_numscans(c.oid)::int as scans from pg_catalog.pg_class c
     where c.relkind in ('r', 'm') and pg_catalog.pg_stat_get_xact_numscans(c.oid) > 0`,
  )
  return new Map(rows.map(({ oid, scans }) => [oid, scans]))
}
