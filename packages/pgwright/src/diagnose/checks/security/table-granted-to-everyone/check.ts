import { z } from 'zod'
import { sqlCheck } from '../../../check.ts'
import { tableOf } from '../../../facts/policies/policy-row.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), table: z.string(), type: z.string(), rights: z.array(z.string()) })

export const check = sqlCheck({
  id: 'table-granted-to-everyone',
  title: 'Table that is granted to everyone',
  category: 'security',
  severity: 'warning',
  reads: 'server', // grants are not in a snapshot
  row,
  // Without the right to use its schema nobody gets at it.
  sql: () => `
    select n.nspname as schema, c.relname as table,
      case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table'
        else 'table' end as type,
      array(select lower(g.privilege_type) from pg_catalog.aclexplode(c.relacl) g
        where g.grantee = 0 and g.privilege_type in ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER')
        order by 1) as rights
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relacl is not null and not c.relispartition and ${userRelation}
      and exists (select from pg_catalog.aclexplode(c.relacl) g where g.grantee = 0)
      and exists (select from pg_catalog.aclexplode(n.nspacl) g where g.grantee = 0 and g.privilege_type = 'USAGE')
    order by 1, 2`,
  detect: (rows) =>
    rows
      .filter(({ rights }) => rights.length > 0)
      .map(({ type, rights, ...row }) => {
        const reads = rights.every((right) => right === 'select')
        return {
          object: tableOf(row),
          objectType: type,
          severity: reads ? ('info' as const) : ('warning' as const),
          message: `Everyone who may connect may ${rights.join(', ')} on the ${type} ${tableOf(row)}.`,
          evidence: { rights },
          help: 'Revoke that from PUBLIC, and grant the rights to the roles that need them.',
          ...(reads ? {} : { fix: [`revoke ${rights.join(', ')} on ${tableOf(row)} from public`] }),
        }
      }),
})
