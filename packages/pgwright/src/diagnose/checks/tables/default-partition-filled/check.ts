import { z } from 'zod'
import { formatCount } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), name: z.string(), parent: z.string(), rows: z.number() })

export const check = sqlCheck({
  id: 'default-partition-filled',
  title: 'Rows in the default partition of ranges',
  category: 'tables',
  severity: 'warning',
  reads: 'server',
  row,
  // Where values are listed, the default one may well be meant for the rest.
  sql: () => `
    select n.nspname as schema, c.relname as name, pg_catalog.format('%I.%I', pn.nspname, p.relname) as parent, s.rows
    from pg_catalog.pg_partitioned_table t
    join pg_catalog.pg_class p on p.oid = t.partrelid
    join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
    join pg_catalog.pg_class c on c.oid = t.partdefid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    cross join lateral (
      select sum(greatest(l.reltuples, pg_catalog.pg_stat_get_live_tuples(l.oid)))::float8 as rows
      from pg_catalog.pg_partition_tree(c.oid) m join pg_catalog.pg_class l on l.oid = m.relid where m.isleaf
    ) s
    where t.partstrat = 'r' and s.rows >= 1 and ${userRelation}
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, parent, rows: count }) => {
      const table = readableQualified(schema, name)
      return {
        object: table,
        objectType: 'table',
        message: `The default partition ${table} of ${parent} holds about ${formatCount(count)} rows that no range took: a partition for them can't be made while they are there, and each new one reads all of them under a lock.`,
        evidence: { parent, rows: count },
        help: 'Make the missing partitions: move the rows out of the default one, and attach tables for their ranges.',
      }
    }),
})
