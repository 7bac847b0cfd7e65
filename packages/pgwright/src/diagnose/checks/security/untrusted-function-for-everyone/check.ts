import { z } from 'zod'
import { inUserSchema, ofNoExtension } from '../../../../observe/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ schema: z.string(), name: z.string(), identity: z.string(), language: z.string() })

export const check = sqlCheck({
  id: 'untrusted-function-for-everyone',
  title: 'Function in an untrusted language that everyone may call',
  category: 'security',
  severity: 'warning',
  reads: 'server',
  row,
  // A trigger's function is not called by name. Without the right to use its schema nobody gets at it.
  sql: () => `
    select n.nspname as schema, f.proname as name, pg_catalog.pg_get_function_identity_arguments(f.oid) as identity,
      l.lanname as language
    from pg_catalog.pg_proc f
    join pg_catalog.pg_namespace n on n.oid = f.pronamespace
    join pg_catalog.pg_language l on l.oid = f.prolang
    where not l.lanpltrusted and l.lanname <> 'internal' and f.prokind in ('f', 'p')
      and f.prorettype not in ('pg_catalog.trigger'::pg_catalog.regtype, 'pg_catalog.event_trigger'::pg_catalog.regtype,
        'pg_catalog.fdw_handler'::pg_catalog.regtype, 'pg_catalog.language_handler'::pg_catalog.regtype)
      and exists (select from pg_catalog.aclexplode(coalesce(f.proacl, pg_catalog.acldefault('f', f.proowner))) g
        where g.grantee = 0 and g.privilege_type = 'EXECUTE')
      and exists (select from pg_catalog.aclexplode(n.nspacl) g where g.grantee = 0 and g.privilege_type = 'USAGE')
      and ${inUserSchema} and ${ofNoExtension('pg_proc', 'f.oid')}
    order by 1, 2, 3`,
  detect: (rows) =>
    rows.map(({ schema, name, identity, language }) => {
      const object = `${readableQualified(schema, name)}(${identity})`
      return {
        object,
        objectType: 'function',
        message: `Everyone may call ${object}, which is written in ${language}: such a function may do on the server's machine what the server may.`,
        evidence: { language },
        help: `Revoke it from PUBLIC, and grant it to those who are to call it.`,
        fix: [`revoke execute on function ${object} from public`],
      }
    }),
})
