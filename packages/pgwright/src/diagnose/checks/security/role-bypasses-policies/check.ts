import { z } from 'zod'
import { plural } from '../../../../model/index.ts'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ role: z.string(), tables: z.number() })

export const check = sqlCheck({
  id: 'role-bypasses-policies',
  title: 'Role that no policy holds for',
  category: 'security',
  severity: 'info',
  reads: 'server', // rights are not in a snapshot
  row,
  // Superusers bypass policies too; everybody knows them.
  sql: () => `
    with protected as (
      select c.oid from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relrowsecurity and not c.relispartition and ${userRelation}
        and exists (select from pg_catalog.pg_policy p where p.polrelid = c.oid)
    )
    select r.rolname as role, count(*)::float8 as tables
    from pg_catalog.pg_roles r join protected p on pg_catalog.has_table_privilege(r.oid, p.oid, 'select')
    where r.rolbypassrls and r.rolcanlogin and not r.rolsuper
    group by 1
    order by 1`,
  detect: (rows) =>
    rows.map(({ role, tables }) => ({
      object: readableIdentifier(role),
      objectType: 'role',
      message: `${role} may log in and has BYPASSRLS: it reads all rows of ${plural(tables, 'table')} with policies.`,
      evidence: { tables },
      help: `See that no request of a tenant runs as ${role}; otherwise take the attribute away: alter role ${readableIdentifier(role)} nobypassrls.`,
    })),
})
