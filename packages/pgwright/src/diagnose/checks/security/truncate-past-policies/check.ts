import { z } from 'zod'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { tableOf } from '../../../facts/policies/policy-row.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), table: z.string(), grantees: z.array(z.string()) })

export const check = sqlCheck({
  id: 'truncate-past-policies',
  title: 'Right to truncate a table that has policies',
  category: 'security',
  severity: 'warning',
  reads: 'server', // grants are not in a snapshot
  row,
  // A grantee without a role is PUBLIC.
  sql: () => `
    select n.nspname as schema, c.relname as table, array(
      select coalesce(r.rolname::text, 'public') from pg_catalog.aclexplode(c.relacl) g
      left join pg_catalog.pg_roles r on r.oid = g.grantee
      where g.privilege_type = 'TRUNCATE' and g.grantee <> c.relowner
        and not coalesce(r.rolsuper or r.rolbypassrls, false)
      order by 1) as grantees
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relrowsecurity and c.relacl is not null and not c.relispartition and ${userRelation}
      and exists (select from pg_catalog.pg_policy p where p.polrelid = c.oid)
    order by 1, 2`,
  detect: (rows) =>
    rows
      .filter(({ grantees }) => grantees.length > 0)
      .map(({ grantees, ...row }) => ({
        object: tableOf(row),
        objectType: 'table',
        message: `${grantees.join(', ')} may truncate ${tableOf(row)}: policies do not hold for that, so one tenant's session can remove the rows of all.`,
        evidence: { grantees },
        help: 'Revoke the right to truncate from roles that policies hold for.',
        fix: [
          `revoke truncate on ${tableOf(row)} from ${grantees.map((name) => (name === 'public' ? name : readableIdentifier(name))).join(', ')}`,
        ],
      })),
})
