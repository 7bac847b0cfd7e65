import { z } from 'zod'
import { formatBytes } from '../../../../model/index.ts'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { fromSizedIndexes, keysOf, sizedIndexes } from '../../../facts/index-facts.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  table: z.string(),
  narrower: z.string(),
  constraint: z.string().nullable(),
  bytes: z.number(),
})

export const check = sqlCheck({
  id: 'unique-subset',
  title: 'Unique index whose first columns are unique already',
  category: 'indexes',
  severity: 'info',
  reads: 'catalog',
  row,
  // Two rows that are alike in (a, b) are alike in (a), which the narrower one refuses. It must take nulls to be as alike
  // as the wider one does. Foreign keys to (a, b), and replication, need the wider one.
  sql: ({ major }) => `
    with ${sizedIndexes}, uniques as (
      select i.indexrelid, i.indrelid, n.nspname, c.relname, t.relname as table, i.indnkeyatts, i.indisprimary,
        i.indisreplident, z.pages, ${keysOf} as keys, i.indkey::int2[] as columns,
        ${major >= 15 ? 'i.indnullsnotdistinct' : 'false'} as nulls_alike ${fromSizedIndexes}
      where i.indisunique and not i.indisexclusion and i.indisvalid and i.indpred is null and m.amname = 'btree'
    )
    select w.nspname as schema, w.relname as name, w.table, o.relname as narrower, w.pages * 8192 as bytes,
      (select k.conname from pg_catalog.pg_constraint k where k.conindid = w.indexrelid and k.contype = 'u') as constraint
    from uniques w
    cross join lateral (
      select n.relname from uniques n
      where n.indrelid = w.indrelid and n.indnkeyatts < w.indnkeyatts and n.keys = w.keys[1:n.indnkeyatts]
        and (n.nulls_alike or not w.nulls_alike)
      order by n.indnkeyatts, n.relname limit 1
    ) o
    where not w.indisprimary and not w.indisreplident
      and not exists (select from pg_catalog.pg_constraint k where k.conindid = w.indexrelid and k.contype = 'f')
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, table, narrower, constraint, bytes }) => {
      const [own, on] = [readableQualified(schema, name), readableQualified(schema, table)]
      const other = readableIdentifier(narrower)
      return {
        object: own,
        objectType: 'index',
        message: `The unique index ${own} (${formatBytes(bytes)}) refuses nothing that ${other} lets pass, for its first columns are unique already.`,
        evidence: { table: on, narrower: other, constraint, sizeBytes: bytes },
        help: `Drop ${constraint === null ? own : `the constraint ${constraint}`}, unless ON CONFLICT names its columns or queries read them from the index alone.`,
      }
    }),
})
