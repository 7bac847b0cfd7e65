import { z } from 'zod'
import { plural } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ names: z.string(), commit: z.string(), present: z.number() })

export const check = sqlCheck({
  id: 'synchronous-standby-missing',
  title: 'Commits that wait for a standby that is not there',
  category: 'replication',
  severity: 'error',
  needs: { right: 'pg_read_all_stats', primary: true },
  reads: 'server',
  row,
  sql: () => `
    select pg_catalog.current_setting('synchronous_standby_names') as names,
      (select s.reset_val from pg_catalog.pg_settings s where s.name = 'synchronous_commit') as commit,
      (select count(*) from pg_catalog.pg_stat_replication r
        where r.sync_state in ('sync', 'quorum') and r.state = 'streaming')::float8 as present`,
  detect: (rows) =>
    rows
      .filter(({ names, commit, present }) => waitsFor(names) > present && commit !== 'off' && commit !== 'local')
      .map(({ names, commit, present }) => ({
        object: 'synchronous_standby_names',
        objectType: 'setting',
        message: `A commit waits for ${plural(waitsFor(names), 'synchronous standby', 'synchronous standbys')}, and of them ${present} ${present === 1 ? 'is' : 'are'} streaming: every transaction that writes hangs until one comes.`,
        evidence: { wanted: waitsFor(names), streaming: present, synchronousCommit: commit },
        help: 'Bring the standby back, or take it out of synchronous_standby_names and reload.',
      })),
})

/** Of `FIRST 2 (a, b)`, `ANY 2 (a, b)`, `2 (a, b)` two; of `a, b` one; of nothing none. */
function waitsFor(names: string): number {
  if (names.trim() === '') return 0
  return Number(/^\s*(?:first|any)?\s*(\d+)\s*\(/i.exec(names)?.[1] ?? 1)
}
