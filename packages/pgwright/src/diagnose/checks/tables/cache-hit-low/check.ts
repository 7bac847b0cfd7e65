import { z } from 'zod'
import { formatCount, formatShare } from '../../../../model/index.ts'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { countedSince, sinceWhen, tooYoung } from '../../../facts/counters.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({
  heap_fetched: z.number(),
  heap_hit: z.number(),
  toast_fetched: z.number(),
  toast_hit: z.number(),
})

const enoughDays = 1
const manyBlocks = 1_000_000
const lowShare = 0.95
const veryLowShare = 0.9

export const check = sqlCheck({
  id: 'cache-hit-low',
  title: 'Table blocks that are often not in memory',
  category: 'tables',
  severity: 'info',
  reads: 'server',
  row,
  // Wide values live in TOAST tables with counters of their own: a ratio without them can look fine while they are read
  // from disk.
  sql: () => `
    select coalesce(sum(pg_catalog.pg_stat_get_blocks_fetched(c.oid)), 0)::float8 as heap_fetched,
      coalesce(sum(pg_catalog.pg_stat_get_blocks_hit(c.oid)), 0)::float8 as heap_hit,
      coalesce(sum(pg_catalog.pg_stat_get_blocks_fetched(c.reltoastrelid))
        filter (where c.reltoastrelid <> 0), 0)::float8 as toast_fetched,
      coalesce(sum(pg_catalog.pg_stat_get_blocks_hit(c.reltoastrelid))
        filter (where c.reltoastrelid <> 0), 0)::float8 as toast_hit
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and ${userRelation}`,
  detect: (rows, server) =>
    tooYoung(server, enoughDays) !== null
      ? []
      : rows
          .map((one) => ({ ...one, fetched: one.heap_fetched + one.toast_fetched, hit: one.heap_hit + one.toast_hit }))
          .filter(({ fetched, hit }) => fetched >= manyBlocks && hit < lowShare * fetched)
          .map(({ fetched, hit, heap_fetched, heap_hit, toast_fetched, toast_hit }) => ({
            object: readableIdentifier(server.database),
            objectType: 'database',
            severity: hit < veryLowShare * fetched ? ('warning' as const) : ('info' as const),
            message: `Of ${formatCount(fetched)} blocks of tables and their TOAST that were read ${sinceWhen(server)}, ${formatShare(hit / fetched)} were in shared_buffers; the others came from the system's cache or the disk.`,
            evidence: {
              blocks: fetched,
              blocksInMemory: hit,
              heapHitShare: heap_fetched === 0 ? null : heap_hit / heap_fetched,
              toastHitShare: toast_fetched === 0 ? null : toast_hit / toast_fetched,
              since: countedSince(server),
            },
            help: 'Find the statements that read most blocks (pg_stat_statements.shared_blks_read) and give them indexes; then consider more shared_buffers.',
          })),
  blind: (_, server) => tooYoung(server, enoughDays),
})
