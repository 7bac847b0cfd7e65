import { z } from 'zod'
import { formatCount, formatShare } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({
  wanted: z.number(),
  launched: z.number(),
  workers: z.number(),
  since: z.date().nullable(),
})

const enough = 1_000
const largeShare = 0.1

export const check = sqlCheck({
  id: 'parallel-workers-short',
  title: 'Parallel plans that get fewer workers than planned',
  category: 'configuration',
  severity: 'info',
  needs: { major: 18 },
  reads: 'server',
  row,
  sql: () => `
    select d.parallel_workers_to_launch::float8 as wanted, d.parallel_workers_launched::float8 as launched,
      pg_catalog.current_setting('max_parallel_workers')::float8 as workers, d.stats_reset as since
    from pg_catalog.pg_stat_database d
    where d.datname = pg_catalog.current_database()`,
  detect: (rows) =>
    rows
      .filter(({ wanted, launched }) => wanted >= enough && (wanted - launched) / wanted >= largeShare)
      .map(({ wanted, launched, workers, since }) => ({
        object: 'max_parallel_workers',
        objectType: 'setting',
        message: `Of ${formatCount(wanted)} parallel workers that plans asked for ${formatShare((wanted - launched) / wanted)} did not start: those statements ran slower than they were planned for.`,
        evidence: {
          workersWanted: wanted,
          workersLaunched: launched,
          maxParallelWorkers: workers,
          since: since?.toISOString() ?? null,
        },
        help: 'Raise max_parallel_workers and max_worker_processes to what the cores allow, or lower max_parallel_workers_per_gather.',
      })),
})
