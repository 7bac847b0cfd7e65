import { z } from 'zod'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ setting: z.string(), max: z.number(), used: z.number() })

export const check = sqlCheck({
  id: 'slots-nearly-used',
  title: 'No room for another standby or slot',
  category: 'replication',
  severity: 'info',
  reads: 'server',
  row,
  sql: () => `
    select 'max_replication_slots' as setting, pg_catalog.current_setting('max_replication_slots')::float8 as max,
      (select count(*) from pg_catalog.pg_replication_slots)::float8 as used
    union all
    select 'max_wal_senders', pg_catalog.current_setting('max_wal_senders')::float8,
      (select count(*) from pg_catalog.pg_stat_replication)::float8
    order by 1`,
  detect: (rows) =>
    rows
      .filter(({ max, used }) => max > 0 && used >= max)
      .map(({ setting, max, used }) => ({
        object: setting,
        objectType: 'setting',
        message: `${setting} is ${max}, and all are in use: no backup can be streamed and no standby or subscriber can be added, nor can one come back whose old session has not ended.`,
        evidence: { max, used },
        help: `Raise ${setting} and restart, or drop what nobody uses.`,
      })),
})
