import { z } from 'zod'
import { formatCount } from '../../../../model/index.ts'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { tableOf } from '../../../facts/policies/policy-row.ts'
import { sessionKeys } from '../../../facts/policies/session-keys.ts'
import { estimatedRows, grantedToOthers, userRelation } from '../../../facts/scope.ts'

/** A column by name and type, in one schema. */
const row = z.object({
  schema: z.string(),
  column: z.string(),
  /** Policies that read it. */
  policies: z.array(z.object({ table: z.string(), using: z.string(), granted: z.boolean() })),
  /** Tables that have it, and no policy. */
  tables: z.array(z.object({ name: z.string(), rows: z.number(), granted: z.boolean() })),
})

const anyRight = (relation: string) =>
  grantedToOthers(`${relation}.relacl`, `${relation}.relowner`, 'SELECT', 'INSERT', 'UPDATE', 'DELETE')

/** One policy may be about another thing; a column that tells the tenant apart is in several. */
const fewest = 2

export const check = sqlCheck({
  id: 'tenant-table-without-policy',
  title: 'Table of tenants that has no policy, where others have one',
  category: 'security',
  severity: 'warning',
  reads: 'server', // who may read it depends on grants, which are not in a snapshot
  row,
  sql: () => `
    with beside as (
      select distinct t.oid, t.relnamespace, t.relname, a.attname, a.atttypid,
        pg_catalog.pg_get_expr(p.polqual, p.polrelid) as using, ${anyRight('t')} as granted
      from pg_catalog.pg_policy p
      join pg_catalog.pg_class t on t.oid = p.polrelid and t.relrowsecurity and not t.relispartition
      join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass and d.objid = p.oid
        and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid = t.oid and d.refobjsubid > 0
      join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
      where p.polpermissive and p.polqual is not null and a.attname <> 'id'
    ), keys as (
      select relnamespace, attname, atttypid,
        jsonb_agg(jsonb_build_object('table', relname, 'using', "using", 'granted', granted) order by relname, "using")
          as policies
      from beside group by 1, 2, 3 having count(distinct oid) >= ${fewest}
    )
    select n.nspname as schema, k.attname as column, k.policies, found.tables
    from keys k
    join pg_catalog.pg_namespace n on n.oid = k.relnamespace
    cross join lateral (
      select jsonb_agg(jsonb_build_object('name', c.relname, 'rows', ${estimatedRows}, 'granted', ${anyRight('c')})
        order by c.relname) as tables
      from pg_catalog.pg_attribute a
      join pg_catalog.pg_class c on c.oid = a.attrelid and c.relnamespace = k.relnamespace and c.relkind in ('r', 'p')
        and not c.relrowsecurity and not c.relispartition
      where a.attname = k.attname and a.atttypid = k.atttypid and a.attnum > 0
        and ${userRelation} and not exists (select from pg_catalog.pg_policy p where p.polrelid = c.oid)
    ) found
    where found.tables is not null
    order by 1, 2`,
  detect: (rows) =>
    rows.flatMap(({ schema, column, policies, tables }) => {
      const same = policies.filter(({ using }) => comparesIt(using, column))
      const beside = [...new Set(same.map(({ table }) => table))]
      if (beside.length < fewest) return []
      // Where the others are granted to somebody and this one is not, nobody but its owner gets at it.
      const reached = tables.filter(({ granted }) => granted || !same.some((one) => one.granted))
      return reached.map(({ name, rows: count }) => {
        const table = tableOf({ schema, table: name })
        return {
          object: table,
          objectType: 'table',
          message: `${table} has the column ${column}, by which policies of ${formatCount(beside.length)} other tables of its schema tell tenants apart, and no policy: its ${formatCount(count)} rows (an estimate) are shown to all of them.`,
          evidence: { column, tablesWithPolicies: beside.slice(0, 20), rows: count },
          help: `Enable row-level security on ${table}, with a policy on ${readableIdentifier(column)} like the others'.`,
        }
      })
    }),
})

/** Whether a policy compares the column with what the session says. */
function comparesIt(using: string, column: string): boolean {
  return sessionKeys(using, new Set([column])).some((key) => key.column === column)
}
