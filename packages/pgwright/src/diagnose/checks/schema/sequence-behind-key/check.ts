import { z } from 'zod'
import { quoteLiteral, readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { columnObject } from '../../../facts/columns.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  table: z.string(),
  column: z.string(),
  sequence_schema: z.string(),
  sequence: z.string(),
  /** May read the sequence, and what ANALYZE knows of the column. */
  readable: z.boolean(),
  behind: z.boolean().nullable(),
})

/** Each takes a look at the statistics and at the sequence, together some 0.2 ms: the largest tables are looked at. */
const mostTables = 400

export const check = sqlCheck({
  id: 'sequence-behind-key',
  title: 'Sequence that will give keys that are taken',
  category: 'schema',
  severity: 'warning',
  reads: 'server', // the twin's sequences stand at their beginning
  row,
  // The last bound of the histogram is the largest key that ANALYZE saw. It is compared here, and not read.
  sql: () => `
    select n.nspname as schema, c.relname as table, a.attname as column, sn.nspname as sequence_schema,
      s.relname as sequence, r.readable,
      case when r.readable then (
        select substring(h.histogram_bounds::text from '[^,{}]+(?=}$)')::numeric
          > coalesce(pg_catalog.pg_sequence_last_value(q.seqrelid), q.seqstart - 1)
        from pg_catalog.pg_stats h
        where h.schemaname = n.nspname and h.tablename = c.relname and h.attname = a.attname
          and h.inherited = (c.relkind = 'p') and h.histogram_bounds is not null) end as behind
    from pg_catalog.pg_sequence q
    join pg_catalog.pg_class s on s.oid = q.seqrelid
    join pg_catalog.pg_namespace sn on sn.oid = s.relnamespace
    join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = s.oid
      and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
    join pg_catalog.pg_class c on c.oid = d.refobjid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = d.refobjsubid and a.atttypid in (20, 21, 23)
    cross join lateral (select pg_catalog.has_sequence_privilege(s.oid, 'SELECT, USAGE')
      and pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT')
      and not pg_catalog.row_security_active(c.oid) as readable) r
    where q.seqincrement > 0 and not q.seqcycle and c.reltuples > 0 and ${userRelation}
      and (d.deptype = 'i' or exists (select from pg_catalog.pg_attrdef e
        join pg_catalog.pg_depend u on u.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass and u.objid = e.oid
          and u.refobjid = s.oid
        where e.adrelid = c.oid and e.adnum = a.attnum))
      and exists (select from pg_catalog.pg_index i where i.indrelid = c.oid and i.indisunique and i.indisvalid
        and i.indnkeyatts = 1 and i.indkey[0] = a.attnum and i.indpred is null)
    order by c.reltuples desc, 1, 2, 3
    limit ${mostTables}`,
  detect: (rows) =>
    rows
      .filter(({ behind }) => behind === true)
      .map((row) => {
        const [column, sequence] = [columnObject(row), readableQualified(row.sequence_schema, row.sequence)]
        const own = readableIdentifier(row.column)
        return {
          object: sequence,
          objectType: 'sequence',
          message: `The sequence ${sequence} stands below keys that ${column} had when it was last analyzed: inserts fail with a duplicate key when it comes there.`,
          evidence: { column },
          help: 'Set the sequence to the largest key.',
          fix: [
            `select setval(${quoteLiteral(sequence)}, max(${own})) from ${readableQualified(row.schema, row.table)}`,
          ],
        }
      }),
  blind: (rows) => {
    const hidden = rows.filter(({ readable }) => !readable).length
    if (hidden > 0) return `The role may not read ${hidden} sequences or their columns: grant it pg_read_all_data.`
    return rows.length < mostTables ? null : `Only the ${mostTables} largest tables were looked at.`
  },
})
