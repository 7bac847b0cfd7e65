import { z } from 'zod'
import { formatCount } from '../../../../model/index.ts'
import { inUserSchema, ofNoExtension } from '../../../../observe/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ schema: z.string(), name: z.string(), rows: z.number() })

const someRows = 1_000

export const check = sqlCheck({
  id: 'partitioned-table-not-analyzed',
  title: 'Partitioned table without statistics of the whole',
  category: 'vacuum',
  severity: 'warning',
  needs: { primary: true },
  reads: 'server',
  row,
  // Autovacuum analyzes partitions, and never their parent, whose reltuples is -1 until somebody does.
  sql: () => `
    with whole as (
      select c.oid, n.nspname, c.relname
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'p' and not c.relispartition and c.reltuples < 0 and ${inUserSchema}
        and ${ofNoExtension('pg_class', 'c.oid')}
    )
    select w.nspname as schema, w.relname as name, s.rows
    from whole w cross join lateral (
      select sum(greatest(l.reltuples, pg_catalog.pg_stat_get_live_tuples(l.oid), 0))::float8 as rows
      from pg_catalog.pg_partition_tree(w.oid) t join pg_catalog.pg_class l on l.oid = t.relid where t.isleaf
    ) s
    where s.rows >= ${someRows}
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, rows: count }) => {
      const table = readableQualified(schema, name)
      return {
        object: table,
        objectType: 'table',
        message: `The partitioned table ${table} of about ${formatCount(count)} rows was never analyzed as a whole: for queries over several partitions the planner guesses, and autovacuum analyzes partitions alone.`,
        evidence: { rows: count },
        help: 'Analyze it once, and from time to time by a job.',
        fix: [`analyze ${table}`],
      }
    }),
})
