import { z } from 'zod'
import { formatBytes } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), name: z.string(), bytes: z.number() })

export const check = sqlCheck({
  id: 'materialized-view-without-unique-index',
  title: 'Materialized view that can only be refreshed with readers locked out',
  category: 'schema',
  severity: 'warning',
  reads: 'catalog',
  row,
  // REFRESH CONCURRENTLY asks for a unique index on columns alone, over all rows.
  sql: () => `
    select n.nspname as schema, c.relname as name, c.relpages * 8192.0::float8 as bytes
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'm' and ${userRelation}
      and not exists (select from pg_catalog.pg_index i where i.indrelid = c.oid and i.indisunique and i.indisvalid
        and i.indpred is null and i.indexprs is null)
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, bytes }) => {
      const view = readableQualified(schema, name)
      return {
        object: view,
        objectType: 'materialized view',
        message: `The materialized view ${view} (${formatBytes(bytes)}) has no unique index: it can't be refreshed concurrently, so that each refresh locks all readers out until it is done.`,
        evidence: { sizeBytes: bytes },
        help: 'Build a unique index on the columns that tell its rows apart, and refresh it concurrently.',
      }
    }),
})
