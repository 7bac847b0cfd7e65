import { z } from 'zod'
import { plural } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { tableOf } from '../../../facts/policies/policy-row.ts'
import { grantedToOthers, rootOf, userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  table: z.string(),
  partitions: z.array(z.object({ schema: z.string(), name: z.string() })),
})

export const check = sqlCheck({
  id: 'partition-bypasses-policies',
  title: 'Partitions that can be read past the policies of their table',
  category: 'security',
  severity: 'warning',
  reads: 'server', // grants are not in a snapshot
  row,
  // The policies of the table that a statement names hold, and no others. Grants on a partition are its own.
  sql: () => `
    select tn.nspname as schema, t.relname as table,
      jsonb_agg(jsonb_build_object('schema', n.nspname, 'name', c.relname) order by n.nspname, c.relname) as partitions
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_class t on t.oid = ${rootOf}
    join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
    where c.relispartition and c.relkind in ('r', 'p') and c.relacl is not null and not c.relrowsecurity
      and t.relrowsecurity and exists (select from pg_catalog.pg_policy p where p.polrelid = t.oid)
      and ${grantedToOthers('c.relacl', 'c.relowner', 'SELECT', 'INSERT', 'UPDATE', 'DELETE')} and ${userRelation}
    group by 1, 2
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ partitions, ...row }) => ({
      object: tableOf(row),
      objectType: 'table',
      message: `${plural(partitions.length, 'partition')} of ${tableOf(row)} can be read or written by name: there the policies of ${tableOf(row)} do not hold.`,
      evidence: { partitions: partitions.slice(0, 20).map(({ schema, name }) => readableQualified(schema, name)) },
      help: 'Enable row-level security on the partitions, without policies: they then are reached through the table alone.',
      fix: partitions.map(
        ({ schema, name }) => `alter table ${readableQualified(schema, name)} enable row level security`,
      ),
    })),
})
