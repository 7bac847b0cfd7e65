import { plural } from '../../model/index.ts'

/** Condition on a `pg_attribute a` of a `pg_class t`: `pg_stats` shows this role what ANALYZE saw of the column. */
export const statisticsReadable = `(pg_catalog.has_column_privilege(t.oid, a.attnum, 'select')
  and not (t.relrowsecurity and pg_catalog.row_security_active(t.oid)))`

/**
 * Join of `pg_stats s` to a `pg_attribute a` of a `pg_class t` in `pg_namespace tn`; a parent's are of all partitions. One
 * column at a time, which OFFSET keeps so: the view asks for the right to each column that it reads.
 */
export const joinStatistics = `left join lateral (
  select * from pg_catalog.pg_stats x
  where x.schemaname = tn.nspname and x.tablename = t.relname and x.attname = a.attname
    and x.inherited = (t.relkind = 'p')
  offset 0) s on true`

/** Why not all could be judged: statistics are shown to who may read the column, and `pg_monitor` may not. */
export function unreadableStatistics(objects: number, noun: string): string | null {
  if (objects === 0) return null
  return `The role may not see the statistics of ${plural(objects, noun)}: grant pg_read_all_data to it, or look as the owner.`
}
