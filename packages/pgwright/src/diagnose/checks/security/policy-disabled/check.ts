import { z } from 'zod'
import { plural } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'
import { tableOf } from '../../../facts/policies/policy-row.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), table: z.string(), policies: z.array(z.string()) })

export const check = sqlCheck({
  id: 'policy-disabled',
  title: 'Policies of a table whose row-level security is off',
  category: 'security',
  severity: 'error',
  reads: 'catalog',
  row,
  sql: () => `
    select n.nspname as schema, c.relname as table,
      array(select p.polname::text from pg_catalog.pg_policy p where p.polrelid = c.oid order by 1) as policies
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where not c.relrowsecurity and c.oid in (select p.polrelid from pg_catalog.pg_policy p) and ${userRelation}
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ policies, ...row }) => ({
      object: tableOf(row),
      objectType: 'table',
      message: `${tableOf(row)} has ${plural(policies.length, 'policy', 'policies')}, and its row-level security is off: whoever may read the table reads all its rows.`,
      evidence: { policies },
      help: 'Enable row-level security, or drop the policies if they are no longer meant.',
      fix: [`alter table ${tableOf(row)} enable row level security`],
    })),
})
