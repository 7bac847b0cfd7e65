import { z } from 'zod'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  table: z.string(),
  constraint: z.string(),
  kind: z.enum(['foreign key', 'check', 'not null']),
})

export const check = sqlCheck({
  id: 'not-valid-constraint',
  title: 'Constraint that was never validated',
  category: 'schema',
  severity: 'warning',
  reads: 'catalog',
  row,
  // From 18 on there are constraints that are not enforced, which nobody can validate.
  sql: ({ major }) => `
    select n.nspname as schema, c.relname as table, k.conname as constraint,
      case k.contype when 'f' then 'foreign key' when 'c' then 'check' else 'not null' end as kind
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_class c on c.oid = k.conrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where not k.convalidated and k.contype in ('c', 'f', 'n') and k.conparentid = 0 and k.conislocal
      ${major >= 18 ? 'and k.conenforced' : ''} and ${userRelation}
    order by 1, 2, 3`,
  detect: (rows) =>
    rows.map(({ schema, table, constraint, kind }) => {
      const on = readableQualified(schema, table)
      return {
        object: `${on}.${readableIdentifier(constraint)}`,
        objectType: 'constraint',
        message: `The ${kind} constraint ${constraint} of ${on} is not valid: rows that were there before it may break it, and the planner concludes nothing from it.`,
        evidence: { table: on, kind },
        help: 'Validate it, after rows that break it are put right.',
        fix: [`alter table ${on} validate constraint ${readableIdentifier(constraint)}`],
      }
    }),
})
