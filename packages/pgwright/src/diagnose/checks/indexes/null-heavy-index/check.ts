import { z } from 'zod'
import { formatBytes, formatShare } from '../../../../model/index.ts'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { joinStatistics, statisticsReadable, unreadableStatistics } from '../../../facts/column-statistics.ts'
import { fromSizedIndexes, neededIndex, sizedIndexes } from '../../../facts/index-facts.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  table: z.string(),
  column: z.string(),
  bytes: z.number(),
  /** Null where unknown. */
  nulls: z.number().nullable(),
  readable: z.boolean(),
})

const highShare = 0.5
const muchBytes = 1024 * 1024

export const check = sqlCheck({
  id: 'null-heavy-index',
  title: 'Index that is mostly nulls',
  category: 'indexes',
  severity: 'info',
  reads: 'server',
  row,
  sql: () => `
    with ${sizedIndexes}
    select n.nspname as schema, c.relname as name, t.relname as table, a.attname as column, z.pages * 8192 as bytes,
      s.null_frac::float8 as nulls, ${statisticsReadable} as readable ${fromSizedIndexes}
    join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
    ${joinStatistics}
    where m.amname = 'btree' and i.indnatts = 1 and i.indisvalid and i.indpred is null and not i.indisunique
      and not a.attnotnull and not ${neededIndex} and z.pages * 8192 >= ${muchBytes}
    order by 1, 2`,
  detect: (rows) =>
    rows.flatMap(({ schema, name, table, column, bytes, nulls }) => {
      if (nulls === null || nulls < highShare || nulls * bytes < muchBytes / 2) return []
      const own = readableQualified(schema, name)
      return {
        object: own,
        objectType: 'index',
        message: `Of the entries of ${own} (${formatBytes(bytes)}), ${formatShare(nulls)} are nulls (an estimate): queries for "${readableIdentifier(column)} = …" never read them, and every write of such a row makes one.`,
        evidence: { table: readableQualified(schema, table), column, nullShare: nulls, sizeBytes: bytes },
        help: `Build it again with "where ${readableIdentifier(column)} is not null", unless queries ask for the nulls, or for all rows in its order.`,
      }
    }),
  blind: (rows) => unreadableStatistics(rows.filter(({ readable }) => !readable).length, 'indexed column'),
})
