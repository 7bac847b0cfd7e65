import { z } from 'zod'
import { formatBytes } from '../../../../model/index.ts'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { fromSizedIndexes, neededIndex, sizedIndexes } from '../../../facts/index-facts.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  table: z.string(),
  column: z.string(),
  bytes: z.number(),
})

export const check = sqlCheck({
  id: 'btree-on-array',
  title: 'B-tree on an array',
  category: 'indexes',
  severity: 'info',
  reads: 'catalog',
  row,
  sql: () => `
    with ${sizedIndexes}
    select n.nspname as schema, c.relname as name, t.relname as table, a.attname as column,
      z.pages * 8192 as bytes ${fromSizedIndexes}
    join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
    join pg_catalog.pg_type y on y.oid = a.atttypid
    left join pg_catalog.pg_type b on b.oid = y.typbasetype
    where m.amname = 'btree' and i.indnkeyatts = 1 and i.indisvalid and not i.indisunique
      and 'A' in (y.typcategory, b.typcategory) and not ${neededIndex}
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, table, column, bytes }) => {
      const own = readableQualified(schema, name)
      return {
        object: own,
        objectType: 'index',
        message: `The index ${own} (${formatBytes(bytes)}) is a B-tree on the array ${column}: it finds whole arrays that are equal or in an order, and not the arrays that hold an element.`,
        evidence: { table: readableQualified(schema, table), column, sizeBytes: bytes },
        help: `Use a GIN index on ${readableIdentifier(column)} for queries with @>, && or <@, and write "= any (${readableIdentifier(column)})" as "@> array[…]".`,
      }
    }),
})
