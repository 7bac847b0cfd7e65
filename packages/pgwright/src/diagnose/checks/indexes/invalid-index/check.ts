import { z } from 'zod'
import { formatBytes } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  table: z.string(),
  bytes: z.number(),
  unique: z.boolean(),
  constraint: z.string().nullable(),
})

export const check = sqlCheck({
  id: 'invalid-index',
  title: 'Index that a failed build left behind',
  category: 'indexes',
  severity: 'error',
  needs: { primary: true },
  reads: 'server', // a twin has no invalid indexes
  row,
  // An index of a partitioned table is invalid until each partition has its own: that is legitimate, and another check's.
  // One that is being built is in pg_stat_progress_create_index.
  sql: () => `
    select n.nspname as schema, c.relname as name, t.relname as table, c.relpages * 8192.0::float8 as bytes,
      i.indisunique as unique, k.conname as constraint
    from pg_catalog.pg_index i
    join pg_catalog.pg_class c on c.oid = i.indexrelid
    join pg_catalog.pg_class t on t.oid = i.indrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    left join pg_catalog.pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')
    where not (i.indisvalid and i.indisready and i.indislive) and c.relkind = 'i' and ${userRelation}
      and not exists (select from pg_catalog.pg_stat_progress_create_index p where p.index_relid = i.indexrelid)
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, table, bytes, unique, constraint }) => {
      const index = readableQualified(schema, name)
      return {
        object: index,
        objectType: 'index',
        message: `The index ${index} is invalid: no query uses it, and every write to ${readableQualified(schema, table)} may still maintain its ${formatBytes(bytes)}.${unique ? ' It is unique: the rows may hold duplicates.' : ''}`,
        evidence: { table: readableQualified(schema, table), sizeBytes: bytes, unique },
        help: `Drop it concurrently${unique ? ', put the duplicate rows right' : ''} and build it again, or rebuild it with REINDEX INDEX CONCURRENTLY.`,
        ...(constraint === null ? { fix: [`drop index concurrently ${index}`] } : {}),
      }
    }),
})
