import { z } from 'zod'
import { formatBytes, formatCount } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { joinStatistics, statisticsReadable, unreadableStatistics } from '../../../facts/column-statistics.ts'
import { fromSizedIndexes, neededIndex, sizedIndexes } from '../../../facts/index-facts.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  table: z.string(),
  bytes: z.number(),
  /** Bytes of an entry's values on average; null where unknown. */
  width: z.number().nullable(),
  columns: z.array(z.string()),
  readable: z.boolean(),
})

const wideBytes = 256
const muchBytes = 4 * 1024 * 1024

export const check = sqlCheck({
  id: 'wide-index-key',
  title: 'Index of very wide entries',
  category: 'indexes',
  severity: 'info',
  reads: 'server',
  row,
  sql: () => `
    with ${sizedIndexes}
    select n.nspname as schema, c.relname as name, t.relname as table, z.pages * 8192 as bytes,
      case when bool_and(s.attname is not null) then sum(s.avg_width * (1 - s.null_frac))::float8 end as width,
      array_agg(a.attname::text order by a.attnum) as columns, bool_and(${statisticsReadable}) as readable
      ${fromSizedIndexes}
    join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey::int2[])
    ${joinStatistics}
    where m.amname = 'btree' and i.indexprs is null and i.indisvalid and not i.indisunique and not ${neededIndex}
      and z.pages * 8192 >= ${muchBytes}
    group by n.nspname, c.relname, t.relname, z.pages
    order by 1, 2`,
  detect: (rows) =>
    rows.flatMap(({ schema, name, table, bytes, width, columns }) => {
      if (width === null || width < wideBytes) return []
      const own = readableQualified(schema, name)
      return {
        object: own,
        objectType: 'index',
        message: `An entry of the index ${own} (${formatBytes(bytes)}) takes ${formatCount(width)} bytes on average: few fit into a page, so that it is deep and large, and a row whose values take more than some 2,700 bytes is refused.`,
        evidence: { table: readableQualified(schema, table), columns, averageBytes: width, sizeBytes: bytes },
        help: 'For equality use a hash index, or a B-tree on a hash of the value; for a search in text a GIN index; leave wide columns out of INCLUDE.',
      }
    }),
  blind: (rows) => unreadableStatistics(rows.filter(({ readable }) => !readable).length, 'index'),
})
