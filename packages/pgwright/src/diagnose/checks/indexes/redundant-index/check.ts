import { z } from 'zod'
import { formatBytes } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { dropIndex } from '../../../facts/changes.ts'
import { keysOf, neededIndex } from '../../../facts/index-facts.ts'
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
  kept_bytes: z.number(),
})

export const check = sqlCheck({
  id: 'redundant-index',
  title: 'Index that is the beginning of another',
  category: 'indexes',
  severity: 'warning',
  reads: 'catalog',
  row,
  // A B-tree serves what a shorter one with the same first keys, classes, collations, directions and predicate serves.
  // One that is unique, or that something rests on, does more than find rows. Equal keys and columns are a duplicate.
  sql: () => `
    with shaped as (
      select i.indexrelid, i.indrelid, n.nspname, c.relname, c.relkind, i.indisunique, i.indnkeyatts,
        c.relpages * 8192.0::float8 as bytes, ${neededIndex} as needed, ${keysOf} as keys, i.indkey::int2[] as columns,
        (i.indkey::int2[])[i.indnkeyatts:] as included,
        coalesce(pg_catalog.pg_get_expr(i.indpred, i.indrelid), '') as predicate
      from pg_catalog.pg_index i
      join pg_catalog.pg_class c on c.oid = i.indexrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      join pg_catalog.pg_am m on m.oid = c.relam
      where i.indisvalid and m.amname = 'btree' and not c.relispartition and ${userRelation}
    ), longest as (
      select distinct on (s.indexrelid) s.*, o.relname as kept, o.bytes as kept_bytes
      from shaped s join shaped o on o.indrelid = s.indrelid and o.predicate = s.predicate
        and o.keys[1:s.indnkeyatts] = s.keys and o.columns @> s.included
        and (o.indnkeyatts > s.indnkeyatts or cardinality(o.columns) > cardinality(s.columns))
      where not s.indisunique and not s.needed
      order by s.indexrelid, o.indnkeyatts desc, cardinality(o.columns) desc, o.needed desc, o.indexrelid
    )
    select s.nspname as schema, s.relname as name, t.relname as table, s.kept, s.bytes, s.kept_bytes,
      pg_catalog.pg_get_indexdef(s.indexrelid) as definition,
      pg_catalog.obj_description(s.indexrelid, 'pg_class') as comment, s.relkind = 'I' as partitioned
    from longest s join pg_catalog.pg_class t on t.oid = s.indrelid
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ kept, kept_bytes, partitioned, bytes, ...index }) => {
      const { schema, name, table } = index
      const [own, longer] = [readableQualified(schema, name), readableQualified(schema, kept)]
      const on = readableQualified(schema, table)
      const message = `The index ${own} is the beginning of ${longer}, which serves its queries too: ${formatBytes(bytes)}, and every write to ${on} maintains both.`
      return {
        object: own,
        objectType: 'index',
        // Much shorter entries are a reason to have it: fewer blocks to read and to keep in memory.
        severity: kept_bytes > 2 * bytes ? ('info' as const) : ('warning' as const),
        message,
        evidence: { table: on, beginningOf: longer, sizeBytes: bytes, longerSizeBytes: kept_bytes },
        help: `Drop ${own}, unless queries need it for being smaller than ${longer} (${formatBytes(kept_bytes)}).`,
        ...(partitioned
          ? { fix: [`drop index ${own}`] }
          : { fix: [`drop index concurrently ${own}`], change: dropIndex({ ...index, sizeBytes: bytes }, message) }),
      }
    }),
})
