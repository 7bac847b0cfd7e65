import type { ClientBase } from 'pg'
import type { Relation } from './catalog.ts'
import type { IsolationFinding } from './report.ts'

/** What the catalog shows of a table, whatever its rows are. */
export function tableFaults(relation: Relation): IsolationFinding[] {
  const { name, privileges, kind, rowSecurity, forced, owned, policies } = relation
  const whys: string[] = []
  if (privileges.length === 0) return []
  if (kind === 'f') whys.push('a foreign table has no policies')
  else if (!rowSecurity) whys.push('row security is off')
  else if (policies === 0) whys.push('it has no policy, so no tenant sees a row of its own')
  if (rowSecurity && owned && !forced) whys.push('the role has its owner’s rights, and row security is not forced')
  if (privileges.includes('TRUNCATE')) whys.push('the role may truncate it, which no policy hinders')
  if (privileges.includes('TRIGGER') && !owned) whys.push('the role may make triggers, which see all that others write')
  const writesUnseen =
    privileges.some((verb) => verb === 'UPDATE' || verb === 'DELETE') && !privileges.includes('SELECT')
  if (writesUnseen) whys.push('the role may change rows that it may not select, which is not tried')
  return whys.map((why) => ({ object: name, why }))
}

/** Superuser and BYPASSRLS, its own or of a role that it can become. */
export async function roleFaults(admin: ClientBase, role: string): Promise<IsolationFinding[]> {
  const { rows } = await admin.query<{ rolname: string; rolsuper: boolean }>(
    `select rolname, rolsuper from pg_catalog.pg_roles
     where (rolsuper or rolbypassrls) and pg_has_role($1, oid, 'MEMBER') order by rolname <> $1, rolname`,
    [role],
  )
  return rows.slice(0, 1).map(({ rolname, rolsuper }) => {
    const what = rolsuper ? 'superuser' : 'a role with BYPASSRLS'
    return { object: `role ${role}`, why: rolname === role ? `is ${what}` : `can become ${rolname}, ${what}` }
  })
}

/** Functions that run with other rights, and constraints that look past the policies. */
export async function toldOf(
  admin: ClientBase,
  role: string,
  relations: readonly Relation[],
): Promise<IsolationFinding[]> {
  const functions = await admin.query<{ name: string; bypasses: boolean }>(
    `select p.oid::regprocedure::text as name, o.rolsuper or o.rolbypassrls as bypasses
     from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
     join pg_catalog.pg_roles o on o.oid = p.proowner
     where p.prosecdef and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
       and has_function_privilege($1, p.oid, 'EXECUTE') and has_schema_privilege($1, n.oid, 'USAGE') order by 1`,
    [role],
  )
  const oids = relations.filter(({ hasTenantColumn }) => hasTenantColumn).map(({ oid }) => oid)
  const keys = await admin.query<{ name: string; target: string }>(
    `select c.conname || ' of ' || c.conrelid::regclass::text as name, c.confrelid::regclass::text as target
     from pg_catalog.pg_constraint c
     where c.contype = 'f' and c.confrelid = any($1::oid[]) and cardinality(c.conkey) = 1 and c.conparentid = 0
       and (has_table_privilege($2, c.conrelid, 'INSERT') or has_any_column_privilege($2, c.conrelid, 'INSERT'))
     order by 1`,
    [oids, role],
  )
  const rights = (bypasses: boolean) => (bypasses ? ', whom no policy binds' : '')
  return [
    ...functions.rows.map(({ name, bypasses }) => ({
      object: `function ${name}`,
      why: `runs with its owner’s rights${rights(bypasses)}`,
    })),
    ...keys.rows.map(({ name, target }) => ({
      object: `foreign key ${name}`,
      why: `does not hold the tenant: a row may refer to another tenant’s in ${target}, and so find out that it is there`,
    })),
    ...relations.flatMap(({ name, kind, uniques, privileges }) =>
      'rp'.includes(kind) && privileges.includes('INSERT')
        ? uniques.map((columns) => ({
            object: name,
            why: `unique (${columns.join(', ')}) does not hold the tenant: a duplicate tells that another tenant has the value`,
          }))
        : [],
    ),
  ]
}
