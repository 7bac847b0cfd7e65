import { z } from 'zod'
import { formatCount, formatShare } from '../../../../model/index.ts'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { countedSince, sinceWhen, tooYoung } from '../../../facts/counters.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ fetched: z.number(), hit: z.number() })

const enoughDays = 1
const manyBlocks = 1_000_000
const lowShare = 0.95
const veryLowShare = 0.9

export const check = sqlCheck({
  id: 'index-cache-hit-low',
  title: 'Index blocks that are often not in memory',
  category: 'indexes',
  severity: 'info',
  reads: 'server',
  row,
  sql: () => `
    select coalesce(sum(pg_catalog.pg_stat_get_blocks_fetched(c.oid)), 0)::float8 as fetched,
      coalesce(sum(pg_catalog.pg_stat_get_blocks_hit(c.oid)), 0)::float8 as hit
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'i' and ${userRelation}`,
  detect: (rows, server) =>
    tooYoung(server, enoughDays) !== null
      ? []
      : rows
          .filter(({ fetched, hit }) => fetched >= manyBlocks && hit < lowShare * fetched)
          .map(({ fetched, hit }) => ({
            object: readableIdentifier(server.database),
            objectType: 'database',
            severity: hit < veryLowShare * fetched ? ('warning' as const) : ('info' as const),
            message: `Of ${formatCount(fetched)} index blocks that were read ${sinceWhen(server)}, ${formatShare(hit / fetched)} were in shared_buffers; the others came from the system's cache or the disk.`,
            evidence: { blocks: fetched, blocksInMemory: hit, since: countedSince(server) },
            help: 'Drop indexes that nobody needs and rebuild bloated ones; then consider more shared_buffers.',
          })),
  blind: (_, server) => tooYoung(server, enoughDays),
})
