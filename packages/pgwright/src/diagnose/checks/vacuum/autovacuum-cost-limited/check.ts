import { z } from 'zod'
import { formatBytes } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ delay_ms: z.number(), limit: z.number(), dirty_cost: z.number() })

const blockBytes = 8192
/** The defaults since PostgreSQL 12 allow 39 MB; those before allowed 4. */
const slowBytesPerS = 8 * 1024 * 1024

export const check = sqlCheck({
  id: 'autovacuum-cost-limited',
  title: 'Autovacuum that may hardly write',
  category: 'vacuum',
  severity: 'warning',
  needs: { primary: true },
  reads: 'server',
  row,
  // -1 stands for the setting of a manual vacuum.
  sql: () => `
    select coalesce(nullif(max(s.setting::float8) filter (where s.name = 'autovacuum_vacuum_cost_delay'), -1),
        max(s.setting::float8) filter (where s.name = 'vacuum_cost_delay')) as delay_ms,
      coalesce(nullif(max(s.setting::float8) filter (where s.name = 'autovacuum_vacuum_cost_limit'), -1),
        max(s.setting::float8) filter (where s.name = 'vacuum_cost_limit')) as limit,
      max(s.setting::float8) filter (where s.name = 'vacuum_cost_page_dirty') as dirty_cost
    from pg_catalog.pg_settings s
    where s.name in ('autovacuum_vacuum_cost_delay', 'vacuum_cost_delay', 'autovacuum_vacuum_cost_limit',
      'vacuum_cost_limit', 'vacuum_cost_page_dirty')`,
  detect: (rows) =>
    rows
      .map((one) => ({ ...one, bytesPerS: mostBytesPerS(one) }))
      .filter(({ bytesPerS }) => bytesPerS < slowBytesPerS)
      .map(({ delay_ms, limit, dirty_cost, bytesPerS }) => ({
        object: 'autovacuum_vacuum_cost_delay',
        objectType: 'setting',
        message: `All autovacuum workers together may write ${formatBytes(bytesPerS)} a second at most, by a delay of ${delay_ms} ms at each ${limit} of cost: on a database that changes quickly they never catch up.`,
        evidence: { delayMs: delay_ms, costLimit: limit, costPageDirty: dirty_cost, bytesPerSecond: bytesPerS },
        help: 'Set autovacuum_vacuum_cost_delay to its default of 2 ms, and raise autovacuum_vacuum_cost_limit where the disks allow it.',
      })),
})

/** When every page has to be written; 0 ms or a cost of 0 is no limit. */
function mostBytesPerS({ delay_ms, limit, dirty_cost }: z.infer<typeof row>): number {
  if (delay_ms <= 0 || dirty_cost <= 0) return Number.POSITIVE_INFINITY
  return (1000 / delay_ms) * (limit / dirty_cost) * blockBytes
}
