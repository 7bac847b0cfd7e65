import { z } from 'zod'
import { formatDuration } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'
import { standbyName } from '../../../facts/replication.ts'
import { msSince } from '../../../facts/sessions.ts'

const row = z.object({
  application: z.string(),
  host: z.string().nullable(),
  state: z.string(),
  connected_ms: z.number(),
})

/** After a restart a standby needs a while to fetch what it missed. */
const longMs = 600_000

export const check = sqlCheck({
  id: 'standby-not-streaming',
  title: 'Standby that does not catch up',
  category: 'replication',
  severity: 'warning',
  needs: { right: 'pg_read_all_stats' },
  reads: 'server',
  row,
  sql: () => `
    select r.application_name as application, pg_catalog.host(r.client_addr) as host, r.state,
      ${msSince('r.backend_start')} as connected_ms
    from pg_catalog.pg_stat_replication r
    where r.state in ('startup', 'catchup')
    order by 1, 2`,
  detect: (rows) =>
    rows
      .filter(({ connected_ms }) => connected_ms >= longMs)
      .map(({ application, host, state, connected_ms }) => {
        const name = standbyName(application, host)
        return {
          object: name,
          objectType: 'standby',
          message: `${name} is in the state ${state} since it connected ${formatDuration(connected_ms)} ago: it receives the log more slowly than the server writes it.`,
          evidence: { state, connectedMs: connected_ms },
          help: "Look at the network and at the disk of the standby; where it can't catch up, set it up anew.",
        }
      }),
})
