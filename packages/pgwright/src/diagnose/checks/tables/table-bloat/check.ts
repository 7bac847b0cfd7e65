import { z } from 'zod'
import { formatBytes, formatShare, plural } from '../../../../model/index.ts'
import { quoteIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { joinStatistics } from '../../../facts/column-statistics.ts'
import { rootOf, userRelation } from '../../../facts/scope.ts'
import type { Server } from '../../../server.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  parts: z.number(),
  bytes: z.number(),
  wasted: z.number(),
  /** All of it was measured by `pgstattuple_approx`. */
  measured: z.boolean(),
  /** Tables that could be neither measured nor estimated. */
  unknown: z.number(),
})

const highShare = 0.5
const muchBytes = 8 * 1024 ** 2
/** From this share on by the estimate a table is looked at more closely. */
const suspect = 0.4
/** What `pgstattuple_approx` may read of a table: it skips pages that are all-visible. */
const mostPagesRead = 4096
const mostPages = 131_072

export const check = sqlCheck({
  id: 'table-bloat',
  title: 'Table that is mostly free space',
  category: 'tables',
  severity: 'warning',
  needs: { primary: true },
  reads: 'server',
  row,
  // The estimate is of a row by its columns' average widths, with some room for alignment. Dropped columns still take
  // space in old rows and have no width, so that such a table is measured or not judged.
  sql: (server) => `
    with large as (
      select c.oid, ${rootOf} as root, c.relpages::float8 as pages, c.reltuples::float8 as rows,
        (c.relpages - c.relallvisible)::float8 as unseen,
        coalesce((select o.option_value from pg_catalog.pg_options_to_table(c.reloptions) o
          where o.option_name = 'fillfactor')::float8, 100) as fillfactor
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'm') and c.relpages * 8192.0 >= ${muchBytes} and c.reltuples >= 0 and ${userRelation}
    ), estimated as (
      select l.*, w.whole, greatest(0, 1 - ceil(l.rows / greatest(1,
          floor(8168 * l.fillfactor / 100 / (4 + 8 * ceil((24 + w.width) / 8))))) / l.pages) as share
      from large l cross join lateral (
        select coalesce(bool_and(not a.attisdropped and s.attname is not null), true) as whole,
          coalesce(sum((1 - s.null_frac) * (s.avg_width + case a.attalign when 'd' then 4 when 'i' then 1.5 else 0 end)), 0)
            + case when max(s.null_frac) > 0 then ceil(count(*) / 8.0) else 0 end as width
        from pg_catalog.pg_class t
        join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
        join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum > 0
        ${joinStatistics}
        where t.oid = l.oid
      ) w
    ), looked as (
      select e.*, ${measuredShare(server)} as measured from estimated e
    ), judged as (
      select *, coalesce(measured, case when whole then share end) as wasted,
        measured is null and not whole and share >= ${suspect} as unknown
      from looked
    )
    select n.nspname as schema, c.relname as name, count(*)::float8 as parts, sum(j.pages * 8192)::float8 as bytes,
      coalesce(sum(j.pages * 8192 * j.wasted), 0)::float8 as wasted, bool_and(j.measured is not null) as measured,
      (count(*) filter (where j.unknown))::float8 as unknown
    from judged j
    join pg_catalog.pg_class c on c.oid = j.root
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where j.unknown or j.wasted >= ${highShare}
    group by 1, 2
    order by 1, 2`,
  detect: (rows) =>
    rows
      .filter(({ bytes, wasted }) => wasted >= muchBytes && wasted >= highShare * bytes)
      .map(({ schema, name, parts, bytes, wasted, measured }) => {
        const table = readableQualified(schema, name)
        return {
          object: table,
          objectType: 'table',
          message: `Of the ${formatBytes(bytes)} of ${table}, ${formatBytes(wasted)} are free or dead (${formatShare(wasted / bytes)}, ${measured ? 'measured' : 'an estimate'}): scans, backups and memory carry them along.`,
          evidence: { sizeBytes: bytes, wastedBytes: wasted, measured, tables: parts },
          help: `${measured ? 'Rewrite' : 'Confirm it with pgstattuple_approx, then rewrite'} it with pg_repack, or with VACUUM FULL in a quiet hour, unless new rows will soon fill the space.`,
        }
      }),
  blind: (rows) => {
    const unknown = rows.reduce((sum, one) => sum + one.unknown, 0)
    if (unknown === 0) return null
    return `${plural(unknown, 'large table')} can't be estimated, for dropped columns or for statistics that the role may not see: create extension pgstattuple, and grant pg_stat_scan_tables to it.`
  },
})

/** What is free beyond the fillfactor, and dead; null where it is not measured. */
function measuredShare({ extensions, superuser, rights }: Server): string {
  const schema = extensions.get('pgstattuple')?.schema
  if (schema === undefined || !(superuser || rights.has('pg_stat_scan_tables'))) return 'null::float8'
  return `case when (e.share >= ${suspect} or not e.whole) and e.unseen <= ${mostPagesRead} and e.pages <= ${mostPages}
    then (select greatest(0, (a.approx_free_space + a.dead_tuple_len)::float8 / nullif(a.table_len, 0)
        - (100 - e.fillfactor) / 100)
      from ${quoteIdentifier(schema)}.pgstattuple_approx(e.oid) a) end`
}
