import { z } from 'zod'
import { sqlCheck } from '../../../check.ts'
import { tableOf } from '../../../facts/policies/policy-row.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), table: z.string(), restrictive: z.array(z.string()) })

export const check = sqlCheck({
  id: 'row-security-without-policy',
  title: 'Row-level security that lets nobody in',
  category: 'security',
  severity: 'info',
  reads: 'catalog',
  row,
  // A partition is read through its parent, whose policies hold: to let nobody in at the side door is right.
  sql: () => `
    select n.nspname as schema, c.relname as table,
      array(select p.polname::text from pg_catalog.pg_policy p where p.polrelid = c.oid order by 1) as restrictive
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relrowsecurity and not c.relispartition and ${userRelation}
      and not exists (select from pg_catalog.pg_policy p where p.polrelid = c.oid and p.polpermissive)
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ restrictive, ...row }) => {
      const only = restrictive.length > 0
      return {
        object: tableOf(row),
        objectType: 'table',
        ...(only ? { severity: 'warning' as const } : {}),
        message: `${tableOf(row)} has row-level security and ${only ? 'restrictive policies alone, which take rows away and give none' : 'no policy'}: only its owner and roles that bypass policies see a row.`,
        evidence: { restrictivePolicies: restrictive },
        help: 'Write a permissive policy for the roles that are to see rows, unless nobody is.',
      }
    }),
})
