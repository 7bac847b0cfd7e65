import { z } from 'zod'
import { formatCount, formatShare } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { countedSince, sinceWhen, tooYoung } from '../../../facts/counters.ts'
import { fromSummed, summed } from '../../../facts/table-sums.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  fetched: z.number(),
  hit: z.number(),
  heap_fetched: z.number(),
  heap_hit: z.number(),
})

const enoughDays = 1
const manyBlocks = 100_000
const lowShare = 0.9

export const check = sqlCheck({
  id: 'toast-cache-hit-low',
  title: 'Wide values that are read from disk',
  category: 'tables',
  severity: 'info',
  reads: 'server',
  row,
  sql: () => `
    with ${summed({
      fetched: 'case when c.reltoastrelid <> 0 then pg_catalog.pg_stat_get_blocks_fetched(c.reltoastrelid) else 0 end',
      hit: 'case when c.reltoastrelid <> 0 then pg_catalog.pg_stat_get_blocks_hit(c.reltoastrelid) else 0 end',
      heap_fetched: 'pg_catalog.pg_stat_get_blocks_fetched(c.oid)',
      heap_hit: 'pg_catalog.pg_stat_get_blocks_hit(c.oid)',
    })}
    select n.nspname as schema, c.relname as name, s.fetched, s.hit, s.heap_fetched, s.heap_hit ${fromSummed}
    where s.fetched >= ${manyBlocks} and s.hit < ${lowShare} * s.fetched
    order by 1, 2`,
  detect: (rows, server) =>
    tooYoung(server, enoughDays) !== null
      ? []
      : rows.map(({ schema, name, fetched, hit, heap_fetched, heap_hit }) => {
          const table = readableQualified(schema, name)
          return {
            object: table,
            objectType: 'table',
            message: `Of ${formatCount(fetched)} TOAST blocks of ${table} that were read ${sinceWhen(server)}, ${formatShare(hit / fetched)} were in shared_buffers${heap_fetched === 0 ? '' : `, and ${formatShare(heap_hit / heap_fetched)} of the table's own`}: its wide values come from the system's cache or the disk.`,
            evidence: {
              toastBlocks: fetched,
              toastBlocksInMemory: hit,
              heapHitShare: heap_fetched === 0 ? null : heap_hit / heap_fetched,
              since: countedSince(server),
            },
            help: 'Select wide columns only where they are needed.',
          }
        }),
  blind: (_, server) => tooYoung(server, enoughDays),
})
