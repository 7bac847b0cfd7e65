import { z } from 'zod'
import { inUserSchema, ofNoExtension } from '../../../../observe/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  identity: z.string(),
  kind: z.enum(['function', 'procedure']),
  owner: z.string(),
  superuser: z.boolean(),
})

export const check = sqlCheck({
  id: 'security-definer-for-everyone',
  title: "Function with its owner's rights that everyone may call",
  category: 'security',
  severity: 'info',
  reads: 'server',
  row,
  // What a policy calls must be callable by whom the policy holds for, and a trigger's function is not called by name.
  // Without the right to use its schema nobody gets at it.
  sql: () => `
    select n.nspname as schema, f.proname as name, pg_catalog.pg_get_function_identity_arguments(f.oid) as identity,
      case f.prokind when 'p' then 'procedure' else 'function' end as kind, o.rolname as owner, o.rolsuper as superuser
    from pg_catalog.pg_proc f
    join pg_catalog.pg_namespace n on n.oid = f.pronamespace
    join pg_catalog.pg_roles o on o.oid = f.proowner
    where f.prosecdef
      and f.prorettype not in ('pg_catalog.trigger'::pg_catalog.regtype, 'pg_catalog.event_trigger'::pg_catalog.regtype)
      and exists (select from pg_catalog.aclexplode(coalesce(f.proacl, pg_catalog.acldefault('f', f.proowner))) g
        where g.grantee = 0 and g.privilege_type = 'EXECUTE')
      and exists (select from pg_catalog.aclexplode(n.nspacl) g where g.grantee = 0 and g.privilege_type = 'USAGE')
      and not exists (select from pg_catalog.pg_depend d
        where d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.refobjid = f.oid
          and d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass)
      and ${inUserSchema} and ${ofNoExtension('pg_proc', 'f.oid')}
    order by 1, 2, 3`,
  detect: (rows) =>
    rows.map(({ schema, name, identity, kind, owner, superuser }) => {
      const object = `${readableQualified(schema, name)}(${identity})`
      return {
        object,
        objectType: kind,
        ...(superuser ? { severity: 'warning' as const } : {}),
        message: `Everyone may call ${object}, which runs with the rights of ${owner}${superuser ? ', a superuser' : ''}: PostgreSQL grants each new function to PUBLIC.`,
        evidence: { owner, ownerIsSuperuser: superuser },
        help: `Revoke it from PUBLIC and grant it to those who are to call it: revoke execute on ${kind} ${object} from public.`,
      }
    }),
})
