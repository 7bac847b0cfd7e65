import { z } from 'zod'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({
  role: z.string(),
  schema: z.string().nullable(),
  kind: z.enum(['tables', 'sequences', 'schemas']),
  rights: z.array(z.string()),
})

export const check = sqlCheck({
  id: 'default-privileges-for-everyone',
  title: 'What will be created is granted to everyone',
  category: 'security',
  severity: 'warning',
  reads: 'server',
  row,
  // Functions and types are everyone's by PostgreSQL's own default.
  sql: () => `
    select r.rolname as role, n.nspname as schema,
      case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' else 'schemas' end as kind,
      array_agg(lower(g.privilege_type) order by lower(g.privilege_type)) as rights
    from pg_catalog.pg_default_acl d
    join pg_catalog.pg_roles r on r.oid = d.defaclrole
    left join pg_catalog.pg_namespace n on n.oid = d.defaclnamespace
    cross join pg_catalog.aclexplode(d.defaclacl) g
    where d.defaclobjtype in ('r', 'S', 'n') and g.grantee = 0
    group by 1, 2, 3
    order by 1, 2 nulls first, 3`,
  detect: (rows) =>
    rows.map(({ role, schema, kind, rights }) => {
      const where = schema === null ? '' : ` in schema ${readableIdentifier(schema)}`
      const statement = `alter default privileges for role ${readableIdentifier(role)}${where}`
      return {
        object: `${readableIdentifier(role)}${schema === null ? '' : `.${readableIdentifier(schema)}`}`,
        objectType: 'default privileges',
        message: `All ${kind} that ${role} will create${where} are granted to everyone: ${rights.join(', ')}.`,
        evidence: { kind, rights, schema },
        help: 'Revoke the default from PUBLIC, and give it to the roles that are to have the rights.',
        fix: [`${statement} revoke ${rights.join(', ')} on ${kind} from public`],
      }
    }),
})
