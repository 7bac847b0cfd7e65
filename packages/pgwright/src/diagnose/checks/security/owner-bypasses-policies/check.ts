import { z } from 'zod'
import { plural } from '../../../../model/index.ts'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { grantedToOthers, userRelation } from '../../../facts/scope.ts'

const row = z.object({ owner: z.string(), tables: z.array(z.string()) })

export const check = sqlCheck({
  id: 'owner-bypasses-policies',
  title: 'Policies that do not hold for the one who uses the tables',
  category: 'security',
  severity: 'warning',
  reads: 'server', // grants are not in a snapshot
  row,
  // Where nobody else has a right, whoever uses the table does so as its owner.
  sql: () => `
    select o.rolname as owner,
      array_agg(pg_catalog.format('%I.%I', n.nspname, c.relname) order by n.nspname, c.relname) as tables
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_roles o on o.oid = c.relowner
    where c.relrowsecurity and not c.relforcerowsecurity and not c.relispartition and ${userRelation}
      and exists (select from pg_catalog.pg_policy p where p.polrelid = c.oid)
      and o.rolcanlogin and not o.rolsuper and not o.rolbypassrls
      and not ${grantedToOthers('c.relacl', 'c.relowner', 'SELECT', 'INSERT', 'UPDATE', 'DELETE')}
    group by 1
    order by 1`,
  detect: (rows) =>
    rows.map(({ owner, tables }) => ({
      object: readableIdentifier(owner),
      objectType: 'role',
      message: `${owner} may log in and owns ${plural(tables.length, 'table')} with policies, on which nobody else has rights: policies do not hold for the owner, so they hold for nobody.`,
      evidence: { tables: tables.slice(0, 20), tableCount: tables.length },
      help: 'Let the application connect as another role that has rights on the tables, or have the policies hold for the owner: alter table … force row level security.',
    })),
})
