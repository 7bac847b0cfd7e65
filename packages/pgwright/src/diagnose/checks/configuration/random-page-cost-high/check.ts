import { z } from 'zod'
import { formatCount, formatMs } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'
import { alterSystem } from '../../../facts/settings.ts'

const row = z.object({
  random: z.number(),
  sequential: z.number(),
  own: z.boolean(),
  timed: z.boolean(),
  blocks: z.number(),
  read_ms: z.number(),
  since: z.date().nullable(),
})
type Row = z.infer<typeof row>

/** A turning disk needs some milliseconds for a random block; what takes less is not one, or is the system's cache. */
const quickMs = 0.5
const enoughBlocks = 100_000

export const check = sqlCheck({
  id: 'random-page-cost-high',
  title: 'Costs of a turning disk on storage that is none',
  category: 'configuration',
  severity: 'info',
  reads: 'server',
  row,
  sql: () => `
    select r.reset_val::float8 as random, q.reset_val::float8 as sequential,
      r.source in ('client', 'user', 'database', 'database user') as own,
      pg_catalog.current_setting('track_io_timing') = 'on' as timed,
      d.blks_read::float8 as blocks, d.blk_read_time as read_ms, d.stats_reset as since
    from pg_catalog.pg_settings r
    join pg_catalog.pg_settings q on q.name = 'seq_page_cost'
    join pg_catalog.pg_stat_database d on d.datname = pg_catalog.current_database()
    where r.name = 'random_page_cost'`,
  detect: (rows) =>
    rows
      .filter((one) => isHigh(one) && isMeasured(one) && one.read_ms / one.blocks < quickMs)
      .map(({ random, sequential, blocks, read_ms, since }) => ({
        object: 'random_page_cost',
        objectType: 'setting',
        message: `random_page_cost is ${random}, made for turning disks, but ${formatCount(blocks)} blocks were read in ${formatMs(read_ms / blocks)} each: the planner avoids index scans that would be quick.`,
        evidence: {
          randomPageCost: random,
          sequentialPageCost: sequential,
          blocksRead: blocks,
          meanReadMs: read_ms / blocks,
          since: since?.toISOString() ?? null,
        },
        help: 'Try random_page_cost = 1.1 for a session, compare its plans and times, then set it for the server.',
        fix: alterSystem('random_page_cost', '1.1'),
      })),
  blind: (rows) => {
    const unknown = rows.some((one) => isHigh(one) && !isMeasured(one))
    return unknown ? 'How quick the storage is has not been measured: turn track_io_timing on.' : null
  },
})

function isHigh({ random, sequential, own }: Row): boolean {
  return !own && random >= 4 * sequential
}

function isMeasured({ timed, blocks, read_ms }: Row): boolean {
  return timed && blocks >= enoughBlocks && read_ms > 0
}
