import { z } from 'zod'
import { formatShare } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'
import { msSince } from '../../../facts/sessions.ts'

const row = z.object({ all: z.number(), idle: z.number() })

/** Below this, sessions that wait cost little. */
const manySessions = 100
const largeShare = 0.8

export const check = sqlCheck({
  id: 'idle-connections-many',
  title: 'Connections that are hardly used',
  category: 'connections',
  severity: 'info',
  needs: { right: 'pg_read_all_stats' },
  reads: 'server',
  row,
  sql: () => `
    select count(*)::float8 as all,
      count(*) filter (where a.state = 'idle' and ${msSince('a.state_change')} > 300000)::float8 as idle
    from pg_catalog.pg_stat_activity a
    where a.backend_type = 'client backend'`,
  detect: (rows) =>
    rows
      .filter(({ all, idle }) => idle >= manySessions && idle / all >= largeShare)
      .map(({ all, idle }) => ({
        object: 'connections',
        objectType: 'server',
        message: `${idle} of ${all} sessions (${formatShare(idle / all)}) have done nothing for five minutes: each is a process with memory of its own, and takes a place among max_connections.`,
        evidence: { sessions: all, idleSessions: idle, idleForMs: 300_000 },
        help: 'Make the pools of the applications smaller, or put a pooler that pools transactions between.',
      })),
})
