import { z } from 'zod'
import { inUserSchema, ofNoExtension } from '../../../../observe/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { grantedToOthers } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  identity: z.string(),
  kind: z.enum(['function', 'procedure']),
  owner: z.string(),
  superuser: z.boolean(),
})

export const check = sqlCheck({
  id: 'security-definer-search-path',
  title: 'Function with the rights of its owner and the search path of its caller',
  category: 'security',
  severity: 'warning',
  reads: 'server',
  row,
  // A body that PostgreSQL keeps parsed (BEGIN ATOMIC) has its names looked up when it was made. A trigger function is
  // run for whoever writes the table, with no right on the function.
  sql: () => `
    select n.nspname as schema, f.proname as name, pg_catalog.pg_get_function_identity_arguments(f.oid) as identity,
      case f.prokind when 'p' then 'procedure' else 'function' end as kind, o.rolname as owner, o.rolsuper as superuser
    from pg_catalog.pg_proc f
    join pg_catalog.pg_namespace n on n.oid = f.pronamespace
    join pg_catalog.pg_language l on l.oid = f.prolang
    join pg_catalog.pg_roles o on o.oid = f.proowner
    where f.prosecdef and f.prosqlbody is null and l.lanname not in ('c', 'internal')
      and not exists (select from unnest(f.proconfig) s where s like 'search\\_path=%')
      and (f.prorettype in ('pg_catalog.trigger'::pg_catalog.regtype, 'pg_catalog.event_trigger'::pg_catalog.regtype)
        or ${grantedToOthers("coalesce(f.proacl, pg_catalog.acldefault('f', f.proowner))", 'f.proowner', 'EXECUTE')})
      and ${inUserSchema} and ${ofNoExtension('pg_proc', 'f.oid')}
    order by 1, 2, 3`,
  detect: (rows) =>
    rows.map(({ schema, name, identity, kind, owner, superuser }) => {
      const object = `${readableQualified(schema, name)}(${identity})`
      return {
        object,
        objectType: kind,
        ...(superuser ? { severity: 'error' as const } : {}),
        message: `The ${kind} ${object} runs with the rights of ${owner}${superuser ? ', a superuser,' : ''} and looks names up by its caller's search_path: who may create a table or a function anywhere can have it use that instead.`,
        evidence: { owner, ownerIsSuperuser: superuser },
        help: `Set a search_path on it that only trusted roles may create in, with pg_temp last: alter ${kind} ${object} set search_path = ….`,
      }
    }),
})
