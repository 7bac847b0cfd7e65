import { z } from 'zod'
import { formatCount } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { changesAllowed } from '../../../facts/autovacuum-thresholds.ts'
import { rootOf, userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  rows: z.number(),
  changed: z.number(),
  /** How many of its parts were neither vacuumed nor analyzed. */
  never: z.number(),
  last_analyze: z.date().nullable(),
})

const someRows = 1_000
const manyChanges = 10_000
const highShare = 0.2
/** Autovacuum has had its turn by then; and rows that a session wrote just before it analyzed are counted after that. */
const settledMs = 3_600_000

export const check = sqlCheck({
  id: 'stale-statistics',
  title: 'Statistics that tell of other rows',
  category: 'vacuum',
  severity: 'warning',
  needs: { primary: true },
  reads: 'server',
  row,
  // reltuples is -1 until the first vacuum or analyze. The time of the last one is a counter, and lost with the others.
  sql: () => `
    with late as (
      select ${rootOf} as root, c.reltuples < 0 as never,
        greatest(c.reltuples, pg_catalog.pg_stat_get_live_tuples(c.oid)) as rows,
        pg_catalog.pg_stat_get_mod_since_analyze(c.oid) as changed, ${changesAllowed} as allowed,
        greatest(pg_catalog.pg_stat_get_last_analyze_time(c.oid),
          pg_catalog.pg_stat_get_last_autoanalyze_time(c.oid)) as last_analyze
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'm') and pg_catalog.pg_stat_get_mod_since_analyze(c.oid) >= ${someRows}
        and ${userRelation}
    ), summed as (
      select root, sum(rows)::float8 as rows, sum(changed)::float8 as changed,
        count(*) filter (where never)::float8 as never, min(last_analyze) as last_analyze
      from late where never or (changed > 2 * allowed and changed >= ${highShare} * rows)
      group by 1
    )
    select n.nspname as schema, c.relname as name, s.rows, s.changed, s.never, s.last_analyze
    from summed s
    join pg_catalog.pg_class c on c.oid = s.root
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where s.rows >= ${someRows} and (s.never > 0 or s.changed >= ${manyChanges})
    order by 1, 2`,
  detect: (rows, { now }) =>
    rows
      .filter(({ never, last_analyze }) => {
        return never > 0 || last_analyze === null || now.getTime() - last_analyze.getTime() >= settledMs
      })
      .map(({ schema, name, rows: count, changed, never, last_analyze }) => {
        const table = readableQualified(schema, name)
        const last = last_analyze?.toISOString() ?? null
        return {
          object: table,
          objectType: 'table',
          message:
            never > 0
              ? `The table ${table} of about ${formatCount(count)} rows was never analyzed: the planner guesses how many rows a condition leaves.`
              : `${formatCount(changed)} rows of ${table} were written since it was analyzed${last === null ? '' : ` at ${last}`}, and it has about ${formatCount(count)}: the planner reckons with values that are no longer there.`,
          evidence: { rows: count, changedRows: changed, tablesNeverAnalyzed: never, lastAnalyze: last },
          help: 'Analyze it, and look why autovacuum has not.',
          fix: [`analyze ${table}`],
        }
      }),
})
