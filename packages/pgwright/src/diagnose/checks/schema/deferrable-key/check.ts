import { z } from 'zod'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), table: z.string(), constraint: z.string(), primary: z.boolean() })

export const check = sqlCheck({
  id: 'deferrable-key',
  title: 'Key that is tested late',
  category: 'schema',
  severity: 'info',
  optional: true, // some applications exchange keys on purpose
  reads: 'catalog',
  row,
  sql: () => `
    select n.nspname as schema, c.relname as table, k.conname as constraint, k.contype = 'p' as primary
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_class c on c.oid = k.conrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where k.contype in ('p', 'u') and k.condeferrable and not c.relispartition and ${userRelation}
    order by 1, 2, 3`,
  detect: (rows) =>
    rows.map(({ schema, table, constraint, primary }) => {
      const on = readableQualified(schema, table)
      return {
        object: `${on}.${readableIdentifier(constraint)}`,
        objectType: 'constraint',
        message: `The ${primary ? 'primary key' : 'unique constraint'} ${constraint} of ${on} is deferrable: no foreign key can refer to it, ON CONFLICT can't use it${primary ? ', it is no replica identity' : ''}, and the planner does not take it for unique.`,
        evidence: { table: on, primary },
        help: 'Make it not deferrable, unless keys are exchanged within a transaction.',
      }
    }),
})
