import { z } from 'zod'
import { formatShare } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ used: z.number(), max: z.number(), reserved: z.number() })

const fullShare = 0.8
const almostNoneShare = 0.95

export const check = sqlCheck({
  id: 'connections-nearly-full',
  title: 'Few connections left',
  category: 'connections',
  severity: 'warning',
  needs: { right: 'pg_read_all_stats' },
  reads: 'server',
  row,
  // reserved_connections came with PostgreSQL 16.
  sql: () => `
    select (select count(*) from pg_catalog.pg_stat_activity a where a.backend_type = 'client backend')::float8 as used,
      pg_catalog.current_setting('max_connections')::float8 as max,
      pg_catalog.current_setting('superuser_reserved_connections')::float8
        + coalesce(pg_catalog.current_setting('reserved_connections', true)::float8, 0) as reserved`,
  detect: (rows) =>
    rows
      .filter(({ used, max, reserved }) => used >= (max - reserved) * fullShare)
      .map(({ used, max, reserved }) => {
        const usable = max - reserved
        return {
          object: 'max_connections',
          objectType: 'setting',
          severity: used >= usable * almostNoneShare ? ('error' as const) : ('warning' as const),
          message: `${used} of the ${usable} connections that ordinary roles may take are in use (${formatShare(used / usable)}): when none is left, applications are refused.`,
          evidence: { connections: used, usable, maxConnections: max, reserved },
          help: 'Find who holds idle connections, and put a pooler between or make the pools smaller before you raise max_connections.',
        }
      }),
})
