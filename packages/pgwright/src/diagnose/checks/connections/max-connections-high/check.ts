import { z } from 'zod'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ max: z.number(), used: z.number() })

const high = 1_000
/** What is in use now is one moment; a tenth leaves room for a peak. */
const smallShare = 0.1

export const check = sqlCheck({
  id: 'max-connections-high',
  title: 'Room for far more sessions than there are',
  category: 'connections',
  severity: 'info',
  needs: { right: 'pg_read_all_stats' },
  reads: 'server',
  row,
  sql: () => `
    select pg_catalog.current_setting('max_connections')::float8 as max,
      (select count(*) from pg_catalog.pg_stat_activity a where a.backend_type = 'client backend')::float8 as used`,
  detect: (rows) =>
    rows
      .filter(({ max, used }) => max >= high && used / max < smallShare)
      .map(({ max, used }) => ({
        object: 'max_connections',
        objectType: 'setting',
        message: `max_connections is ${max}, and ${used} are in use: nothing but memory bounds how many statements run at once, and a storm of connections brings the server down before it is refused.`,
        evidence: { maxConnections: max, connections: used },
        help: 'Set max_connections to what the machine can serve, a few for each core, and let a pooler queue the rest.',
      })),
})
