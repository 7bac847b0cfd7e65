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
  table: z.string(),
  parts: z.number(),
  bytes: z.number(),
  wasted: z.number(),
  /** All of it was measured by `pgstatindex`. */
  measured: z.boolean(),
  /** Indexes that could be neither measured nor estimated. */
  unknown: z.number(),
})

const highShare = 0.5
const muchBytes = 2 * 1024 ** 2
/** From this share on by the estimate an index is looked at more closely. */
const suspect = 0.4
/** `pgstatindex` reads the whole index. */
const mostPagesRead = 8192

export const check = sqlCheck({
  id: 'index-bloat',
  title: 'B-tree that is mostly free space',
  category: 'indexes',
  severity: 'warning',
  needs: { primary: true },
  reads: 'server',
  row,
  // The estimate gives each row an entry of its own. Equal keys are packed together, so that an index of many of them is
  // smaller than that: its bloat is underrated, and never overrated.
  sql: (server) => `
    with large as (
      select c.oid, ${rootOf} as root, i.indrelid, i.indkey::int2[] as columns, i.indexprs is null as plain,
        c.relpages::float8 as pages, c.reltuples::float8 as rows,
        coalesce((select o.option_value from pg_catalog.pg_options_to_table(c.reloptions) o
          where o.option_name = 'fillfactor')::float8, 90) as fillfactor
      from pg_catalog.pg_index i
      join pg_catalog.pg_class c on c.oid = i.indexrelid
      join pg_catalog.pg_am m on m.oid = c.relam
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where m.amname = 'btree' and c.relkind = 'i' and i.indisvalid and c.relpages * 8192.0 >= ${muchBytes}
        and c.reltuples >= 0 and ${userRelation}
    ), estimated as (
      select l.*, l.plain and w.whole as known, greatest(0, 1 - (2 + ceil(l.rows / greatest(1,
          floor(8152 * l.fillfactor / 100 / (4 + 8 * ceil((8 + w.width) / 8)))))) / l.pages) as share
      from large l cross join lateral (
        select coalesce(bool_and(s.attname is not null), false) as whole,
          coalesce(sum((1 - s.null_frac) * s.avg_width + case when a.attalign = 'd' then 4 else 0 end), 0)
            + case when max(s.null_frac) > 0 then 8 else 0 end as width
        from pg_catalog.pg_class t
        join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
        join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum = any (l.columns)
        ${joinStatistics}
        where t.oid = l.indrelid
      ) w
    ), looked as (
      select e.*, ${measuredShare(server)} as measured from estimated e
    ), judged as (
      select *, coalesce(measured, case when known then share end) as wasted,
        measured is null and not known and share >= ${suspect} as unknown
      from looked
    )
    select n.nspname as schema, c.relname as name, t.relname as table, count(*)::float8 as parts,
      sum(j.pages * 8192)::float8 as bytes, coalesce(sum(j.pages * 8192 * j.wasted), 0)::float8 as wasted,
      bool_and(j.measured is not null) as measured, (count(*) filter (where j.unknown))::float8 as unknown
    from judged j
    join pg_catalog.pg_class c on c.oid = j.root
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_index i on i.indexrelid = j.root
    join pg_catalog.pg_class t on t.oid = i.indrelid
    where j.unknown or j.wasted >= ${highShare}
    group by 1, 2, 3
    order by 1, 2`,
  detect: (rows) =>
    rows
      .filter(({ bytes, wasted }) => wasted >= muchBytes && wasted >= highShare * bytes)
      .map(({ schema, name, table, parts, bytes, wasted, measured }) => {
        const own = readableQualified(schema, name)
        return {
          object: own,
          objectType: 'index',
          message: `Of the ${formatBytes(bytes)} of the index ${own}, ${formatBytes(wasted)} are free (${formatShare(wasted / bytes)}, ${measured ? 'measured' : 'an estimate'}): scans, memory and backups carry them along.`,
          evidence: {
            table: readableQualified(schema, table),
            sizeBytes: bytes,
            wastedBytes: wasted,
            measured,
            indexes: parts,
          },
          help: 'Rebuild it concurrently.',
          fix: [`reindex index concurrently ${own}`],
        }
      }),
  blind: (rows) => {
    const unknown = rows.reduce((sum, one) => sum + one.unknown, 0)
    if (unknown === 0) return null
    return `${plural(unknown, 'large index', 'large indexes')} can't be estimated, for expressions or for statistics that the role may not see: create extension pgstattuple, and grant pg_stat_scan_tables to it.`
  },
})

/** What is free beyond the fillfactor; pages that are empty or deleted are no leaves. Null where it is not measured. */
function measuredShare({ extensions, superuser, rights }: Server): string {
  const schema = extensions.get('pgstattuple')?.schema
  if (schema === undefined || !(superuser || rights.has('pg_stat_scan_tables'))) return 'null::float8'
  return `case when (e.share >= ${suspect} or not e.known) and e.pages <= ${mostPagesRead}
    then (select greatest(0, 1 - (1 + x.internal_pages + case when x.leaf_pages = 0 then 0
        else x.leaf_pages * x.avg_leaf_density / e.fillfactor end) * 8192 / nullif(x.index_size, 0))
      from ${quoteIdentifier(schema)}.pgstatindex(e.oid) x) end`
}
