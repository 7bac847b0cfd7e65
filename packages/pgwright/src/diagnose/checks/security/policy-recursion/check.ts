import { z } from 'zod'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { tableOf } from '../../../facts/policies/policy-row.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), table: z.string(), policies: z.array(z.string()), itself: z.boolean() })

export const check = sqlCheck({
  id: 'policy-recursion',
  title: 'Policy that asks its own table',
  category: 'security',
  severity: 'error',
  reads: 'catalog',
  row,
  // Which tables a condition's queries read stands in its stored tree. Only what decides over reading can go round:
  // a query within a policy is a select.
  sql: () => `
    with recursive reading as (
      select distinct p.polrelid as reader, m[1]::oid as read
      from pg_catalog.pg_policy p
      join pg_catalog.pg_class t on t.oid = p.polrelid and t.relrowsecurity
      cross join pg_catalog.regexp_matches(p.polqual::text, ':relid (\\d+)', 'g') m
      join pg_catalog.pg_class q on q.oid = m[1]::oid and q.relrowsecurity and q.relkind in ('r', 'p')
      where p.polcmd in ('*', 'r')
    ), reached as (
      select reader, read from reading
      union
      select reached.reader, reading.read from reached join reading on reading.reader = reached.read
    )
    select n.nspname as schema, c.relname as table,
      array(select p.polname::text from pg_catalog.pg_policy p
        where p.polrelid = c.oid and p.polcmd in ('*', 'r') and p.polqual::text ~ ':relid ' order by 1) as policies,
      exists (select from reading g where g.reader = c.oid and g.read = c.oid) as itself
    from reached r
    join pg_catalog.pg_class c on c.oid = r.reader
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where r.read = r.reader and ${userRelation}
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, table, policies, itself }) => {
      const name = tableOf({ schema, table })
      const named = policies.map(readableIdentifier).join(', ')
      return {
        object: name,
        objectType: 'table',
        message: `The policies of ${name} (${named}) read ${itself ? 'the table itself' : 'tables whose policies read it'}: for every role that they hold for, a select fails with "infinite recursion detected in policy".`,
        evidence: { policies },
        help: 'Ask through a SECURITY DEFINER function whose owner the policies do not hold for, or keep memberships in a table without such a policy.',
      }
    }),
})
