import { plural } from '../model/index.ts'

/** Condition on a `pg_attribute a` of a `pg_class t`: `pg_stats` shows this role what ANALYZE saw of the column. */
export const statisticsReadable = `(pg_catalog.has_column_privilege(t.oid, a.attnum, 'select')
  and not (t.relrowsecurity and pg_catalog.row_security_active(t.oid)))`

/** Join of `pg_stats s` to a `pg_attribute a` of a `pg_class t` in `pg_namespace tn`; a parent's are of all partitions. */
export const joinStatistics = `left join pg_catalog.pg_stats s
  on s.schemaname = tn.nspname and s.tablename = t.relname and s.attname = a.attname
    and s.inherited = (t.relkind = 'p')`

/** Why not all could be judged: statistics are shown to who may read the column, and `pg_monitor` may not. */
export function unreadableStatistics(objects: number, noun: string): string | null {
  if (objects === 0) return null
  return `The role may not see the statistics of ${plural(objects, noun)}: grant pg_read_all_data to it, or look as the owner.`
}
