import { z } from 'zod'
import { formatCount } from '../../../../model/index.ts'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ name: z.string(), applying: z.number(), copying: z.number(), since: z.date().nullable() })

export const check = sqlCheck({
  id: 'subscription-errors',
  title: 'Subscription that has failed',
  category: 'replication',
  severity: 'warning',
  needs: { major: 15 },
  reads: 'server',
  row,
  sql: () => `
    select s.subname::text as name, s.apply_error_count::float8 as applying, s.sync_error_count::float8 as copying,
      s.stats_reset as since
    from pg_catalog.pg_stat_subscription_stats s
    join pg_catalog.pg_subscription p on p.oid = s.subid
    where s.apply_error_count + s.sync_error_count > 0
      and p.subdbid = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())
    order by 1`,
  detect: (rows) =>
    rows.map(({ name, applying, copying, since }) => {
      const subscription = readableIdentifier(name)
      return {
        object: subscription,
        objectType: 'subscription',
        message: `The subscription ${subscription} failed ${formatCount(applying)} times to apply changes and ${formatCount(copying)} times to copy a table: each time it began again, and what came after waited.`,
        evidence: { applyErrors: applying, copyErrors: copying, since: since?.toISOString() ?? null },
        help: 'Look in the log for the errors; once they are put right, pg_stat_reset_subscription_stats begins the count anew.',
      }
    }),
})
