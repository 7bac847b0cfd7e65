import { z } from 'zod'
import { formatBytes, plural } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), name: z.string(), indexes: z.number(), bytes: z.number() })

const many = 15

export const check = sqlCheck({
  id: 'too-many-indexes',
  title: 'Table with very many indexes',
  category: 'indexes',
  severity: 'info',
  reads: 'catalog',
  optional: true, // a number is no defect
  row,
  sql: () => `
    select n.nspname as schema, c.relname as name, count(*)::float8 as indexes,
      sum(x.relpages * 8192.0)::float8 as bytes
    from pg_catalog.pg_index i
    join pg_catalog.pg_class x on x.oid = i.indexrelid
    join pg_catalog.pg_class c on c.oid = i.indrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm') and not c.relispartition and ${userRelation}
    group by 1, 2
    having count(*) >= ${many}
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, indexes, bytes }) => {
      const table = readableQualified(schema, name)
      return {
        object: table,
        objectType: 'table',
        message: `The table ${table} has ${plural(indexes, 'index', 'indexes')} (${formatBytes(bytes)}): each insert writes all of them, and each plan looks at all of them.`,
        evidence: { indexes, indexBytes: bytes },
        help: 'Look for those that are redundant or not read, and let pgwright advise weigh the rest against the workload.',
      }
    }),
})
