import { z } from 'zod'
import { plural } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'
import { deadRowsAllowed } from '../../../facts/autovacuum-thresholds.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ workers: z.number(), most: z.number(), waiting: z.number() })

/** So many tables that are late are no chance. */
const manyWaiting = 10

export const check = sqlCheck({
  id: 'autovacuum-workers-saturated',
  title: 'Autovacuum workers that are all busy while tables wait',
  category: 'vacuum',
  severity: 'warning',
  needs: { primary: true, right: 'pg_read_all_stats' },
  reads: 'server',
  row,
  sql: () => `
    select (select count(*) from pg_catalog.pg_stat_activity a
        where a.backend_type = 'autovacuum worker')::float8 as workers,
      pg_catalog.current_setting('autovacuum_max_workers')::float8 as most,
      (select count(*) from (
        select pg_catalog.pg_stat_get_dead_tuples(c.oid) as dead, ${deadRowsAllowed} as allowed
        from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'm') and pg_catalog.pg_stat_get_dead_tuples(c.oid) >= 1000 and ${userRelation}
      ) t where t.dead > 2 * t.allowed)::float8 as waiting`,
  detect: (rows) =>
    rows
      .filter(({ workers, most, waiting }) => workers >= most && waiting >= manyWaiting)
      .map(({ workers, most, waiting }) => ({
        object: 'autovacuum_max_workers',
        objectType: 'setting',
        message: `All ${plural(most, 'autovacuum worker')} are at work, and ${plural(waiting, 'table')} of this database have more than twice the dead rows at which one should have come.`,
        evidence: { workers, autovacuumMaxWorkers: most, tablesWaiting: waiting },
        help: 'Raise autovacuum_vacuum_cost_limit, or lower autovacuum_vacuum_cost_delay, so that each is done sooner; workers share that limit, and more of them alone are no quicker.',
      })),
})
