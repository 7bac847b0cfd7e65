import { z } from 'zod'
import { formatBytes } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { dropIndex } from '../../../facts/changes.ts'
import { neededIndex } from '../../../facts/index-facts.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  table: z.string(),
  kept: z.string(),
  definition: z.string(),
  comment: z.string().nullable(),
  partitioned: z.boolean(),
  bytes: z.number(),
})

export const check = sqlCheck({
  id: 'duplicate-index',
  title: 'Index that is there twice',
  category: 'indexes',
  severity: 'warning',
  reads: 'catalog',
  row,
  // Alike: access method, keys with operator classes, collations and directions, included columns, expressions and
  // predicate. What a constraint, replication or CLUSTER rests on stays; of the others the one that is read most. An
  // index of a partition goes with its parent's, which is named in its place.
  sql: () => `
    with shaped as (
      select i.indexrelid, n.nspname, c.relname, c.relkind, i.indrelid, i.indisunique,
        c.relpages * 8192.0::float8 as bytes,
        ${neededIndex} as needed,
        pg_catalog.pg_stat_get_numscans(i.indexrelid) as scans,
        row(i.indrelid, c.relam, i.indnkeyatts, i.indkey::text, i.indclass::text, i.indcollation::text,
          i.indoption::text, coalesce(pg_catalog.pg_get_expr(i.indexprs, i.indrelid), ''),
          coalesce(pg_catalog.pg_get_expr(i.indpred, i.indrelid), '')) as shape
      from pg_catalog.pg_index i
      join pg_catalog.pg_class c on c.oid = i.indexrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where i.indisvalid and not c.relispartition and ${userRelation}
    ), ranked as (
      select *, first_value(relname) over w as kept, row_number() over w as rank
      from shaped
      window w as (partition by shape order by needed desc, indisunique desc, scans desc, indexrelid)
    )
    select r.nspname as schema, r.relname as name, t.relname as table, r.kept, r.bytes,
      pg_catalog.pg_get_indexdef(r.indexrelid) as definition,
      pg_catalog.obj_description(r.indexrelid, 'pg_class') as comment, r.relkind = 'I' as partitioned
    from ranked r join pg_catalog.pg_class t on t.oid = r.indrelid
    where r.rank > 1 and not r.needed
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ kept, partitioned, bytes, ...index }) => {
      const { schema, name, table } = index
      const [own, other] = [readableQualified(schema, name), readableQualified(schema, kept)]
      const message = `The index ${own} is the same as ${other}: ${formatBytes(bytes)}, and every write to ${readableQualified(schema, table)} maintains both.`
      return {
        object: own,
        objectType: 'index',
        message,
        evidence: { table: readableQualified(schema, table), duplicateOf: other, sizeBytes: bytes },
        help: `Drop ${own}; ${other} does its work.`,
        ...(partitioned
          ? { fix: [`drop index ${own}`] }
          : { fix: [`drop index concurrently ${own}`], change: dropIndex({ ...index, sizeBytes: bytes }, message) }),
      }
    }),
})
