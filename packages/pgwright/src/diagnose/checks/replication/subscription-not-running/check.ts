import { z } from 'zod'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ name: z.string() })

export const check = sqlCheck({
  id: 'subscription-not-running',
  title: 'Subscription whose worker does not run',
  category: 'replication',
  severity: 'error',
  needs: { primary: true },
  reads: 'server',
  row,
  // The main worker has no relation; those that copy tables have one.
  sql: () => `
    select s.subname::text as name
    from pg_catalog.pg_subscription s
    where s.subenabled
      and s.subdbid = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())
      and not exists (
        select from pg_catalog.pg_stat_subscription w
        where w.subid = s.oid and w.relid is null and w.pid is not null)
    order by 1`,
  detect: (rows) =>
    rows.map(({ name }) => {
      const subscription = readableIdentifier(name)
      return {
        object: subscription,
        objectType: 'subscription',
        message: `The subscription ${subscription} is enabled, and no worker applies its changes at this moment: it can't connect, fails at a change, or finds no free worker.`,
        evidence: { enabled: true, worker: false },
        help: 'Look in the log for its error, and at max_logical_replication_workers and max_worker_processes.',
      }
    }),
})
