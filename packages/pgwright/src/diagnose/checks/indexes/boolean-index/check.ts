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
  id: 'boolean-index',
  title: 'Index on a boolean alone',
  category: 'indexes',
  severity: 'info',
  reads: 'catalog',
  row,
  // Together with other columns, or with a predicate, a boolean may well be worth a key.
  sql: () => `
    with ${sizedIndexes}
    select n.nspname as schema, c.relname as name, t.relname as table, a.attname as column,
      z.pages * 8192 as bytes ${fromSizedIndexes}
    join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
    join pg_catalog.pg_type y on y.oid = a.atttypid
    where m.amname in ('btree', 'hash') and i.indnkeyatts = 1 and i.indpred is null and i.indisvalid
      and not i.indisunique and 'pg_catalog.bool'::pg_catalog.regtype in (y.oid, y.typbasetype) and not ${neededIndex}
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, table, column, bytes }) => {
      const own = readableQualified(schema, name)
      return {
        object: own,
        objectType: 'index',
        message: `The index ${own} (${formatBytes(bytes)}) has the boolean ${column} for its only key: of two values one at least is too common to be worth an index, and yet every row has an entry.`,
        evidence: { table: readableQualified(schema, table), column, sizeBytes: bytes },
        help: `Replace it by a partial index for the value that is rare, on what queries sort or join by, "where ${readableIdentifier(column)}"; or drop it.`,
      }
    }),
})
