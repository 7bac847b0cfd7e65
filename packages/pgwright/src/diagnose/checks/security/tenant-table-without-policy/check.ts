import { z } from 'zod'
import { formatCount } from '../../../../model/index.ts'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { tableOf } from '../../../policies/policy-row.ts'
import { sessionKeys } from '../../../policies/session-keys.ts'
import { estimatedRows, grantedToOthers, userRelation } from '../../../scope.ts'

const row = z.object({
  schema: z.string(),
  table: z.string(),
  column: z.string(),
  rows: z.number(),
  granted: z.boolean(),
  /** Policies of other tables of the schema that read a column of this name and type. */
  beside: z.array(z.object({ table: z.string(), using: z.string(), granted: z.boolean() })),
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
    select n.nspname as schema, c.relname as table, k.attname as column, ${estimatedRows} as rows,
      ${anyRight('c')} as granted, k.policies as beside
    from keys k
    join pg_catalog.pg_class c on c.relnamespace = k.relnamespace and c.relkind in ('r', 'p')
      and not c.relrowsecurity and not c.relispartition
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = k.attname and a.atttypid = k.atttypid
      and not a.attisdropped
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where ${userRelation} and not exists (select from pg_catalog.pg_policy p where p.polrelid = c.oid)
    order by 1, 2, 3`,
  detect: (rows) =>
    rows.flatMap(({ schema, table, column, rows: count, granted, beside }) => {
      const same = beside.filter(({ using }) =>
        sessionKeys(using, new Set([column])).some((key) => key.column === column),
      )
      const tables = [...new Set(same.map((one) => one.table))]
      // Where the others are granted to somebody and this one is not, nobody but its owner gets at it.
      if (tables.length < fewest || (!granted && same.some((one) => one.granted))) return []
      const name = tableOf({ schema, table })
      return {
        object: name,
        objectType: 'table',
        message: `${name} has the column ${column}, by which policies of ${formatCount(tables.length)} other tables of its schema tell tenants apart, and no policy: its ${formatCount(count)} rows (an estimate) are shown to all of them.`,
        evidence: { column, tablesWithPolicies: tables.slice(0, 20), rows: count },
        help: `Enable row-level security on ${name}, with a policy on ${readableIdentifier(column)} like the others'.`,
      }
    }),
})
