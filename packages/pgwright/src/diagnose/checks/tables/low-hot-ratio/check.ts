import { z } from 'zod'
import { formatCount, formatShare } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { countedSince, sinceWhen, tooYoung } from '../../../facts/counters.ts'
import { fromSummed, summed } from '../../../facts/table-sums.ts'

const row = z.object({ schema: z.string(), name: z.string(), updates: z.number(), hot: z.number() })

const enoughDays = 1
const manyUpdates = 10_000
const lowShare = 0.5

export const check = sqlCheck({
  id: 'low-hot-ratio',
  title: 'Table whose updates are seldom heap-only',
  category: 'tables',
  severity: 'info',
  needs: { untilMajor: 15 }, // from 16 on two other checks tell which of the two reasons it is
  reads: 'server',
  row,
  sql: () => `
    with ${summed({
      updates: 'pg_catalog.pg_stat_get_tuples_updated(c.oid)',
      hot: 'pg_catalog.pg_stat_get_tuples_hot_updated(c.oid)',
    })}
    select n.nspname as schema, c.relname as name, s.updates, s.hot ${fromSummed}
    where s.updates >= ${manyUpdates} and s.hot < ${lowShare} * s.updates
    order by 1, 2`,
  detect: (rows, server) =>
    tooYoung(server, enoughDays) !== null
      ? []
      : rows.map(({ schema, name, updates, hot }) => {
          const table = readableQualified(schema, name)
          return {
            object: table,
            objectType: 'table',
            message: `Of ${formatCount(updates)} updates of ${table} ${sinceWhen(server)}, ${formatShare(hot / updates)} were heap-only: each of the others wrote an entry into every index, for vacuum to remove.`,
            evidence: { updates, hotUpdates: hot, since: countedSince(server) },
            help: 'Drop indexes on columns that updates change, or leave room in the pages with a lower fillfactor.',
          }
        }),
  blind: (_, server) => tooYoung(server, enoughDays),
})
