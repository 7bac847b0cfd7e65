import { z } from 'zod'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), name: z.string() })

export const check = sqlCheck({
  id: 'materialized-view-unpopulated',
  title: 'Materialized view that was never filled',
  category: 'schema',
  severity: 'warning',
  reads: 'server', // the twin fills none
  row,
  sql: () => `
    select n.nspname as schema, c.relname as name
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'm' and not c.relispopulated and ${userRelation}
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name }) => {
      const view = readableQualified(schema, name)
      return {
        object: view,
        objectType: 'materialized view',
        message: `The materialized view ${view} was made or restored without data: each query on it fails.`,
        evidence: {},
        help: 'Refresh it, or drop it if nobody needs it.',
        fix: [`refresh materialized view ${view}`],
      }
    }),
})
