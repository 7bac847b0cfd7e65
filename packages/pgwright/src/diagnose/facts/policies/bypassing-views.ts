import { z } from 'zod'
import { grantedToOthers, userRelation } from '../scope.ts'

/** A view that shows rows of tables with policies to roles that the policies hold for, by the rights of its owner. */
export const bypassingView = z.object({
  schema: z.string(),
  name: z.string(),
  owner: z.string(),
  tables: z.array(z.string()),
})

const invoker = (options: string) =>
  `exists (select from unnest(${options}) o where o ~* '^security_invoker=(true|on|yes|1)$')`

/**
 * Views of a kind. A plain one asks by the rights of its owner, and through others that are their reader's by those of
 * the outermost; a materialized one keeps what its owner saw.
 */
export function bypassingViewsSql(kind: 'v' | 'm', major: number): string {
  // Before 15 there are none that ask by the rights of their reader.
  const passes = kind === 'm' ? 'true' : major >= 15 ? invoker('v.reloptions') : 'false'
  const asksForItself = kind === 'v' && major >= 15 ? `not ${invoker('c.reloptions')}` : 'true'
  return `
    with recursive reached as (
      select t.oid as read, t.oid as protected from pg_catalog.pg_class t
      where t.relrowsecurity and exists (select from pg_catalog.pg_policy p where p.polrelid = t.oid)
      union
      select w.ev_class, r.protected from reached r
      join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid = r.read
        and d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
      join pg_catalog.pg_rewrite w on w.oid = d.objid and w.ev_class <> r.read and w.rulename = '_RETURN'
      left join pg_catalog.pg_class v on v.oid = r.read and v.relkind = 'v'
      where v.oid is null or ${passes}
    )
    select n.nspname as schema, c.relname as name, o.rolname as owner,
      array_agg(pg_catalog.format('%I.%I', tn.nspname, t.relname) order by tn.nspname, t.relname) as tables
    from reached r
    join pg_catalog.pg_class c on c.oid = r.read and c.relkind = '${kind}'
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_roles o on o.oid = c.relowner
    join pg_catalog.pg_class t on t.oid = r.protected
    join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
    where ${asksForItself} and ${userRelation}
      and (o.rolsuper or o.rolbypassrls or t.relowner = c.relowner and not t.relforcerowsecurity)
      and ${grantedToOthers('c.relacl', 'c.relowner', 'SELECT', 'INSERT', 'UPDATE', 'DELETE')}
    group by 1, 2, 3
    order by 1, 2`
}
