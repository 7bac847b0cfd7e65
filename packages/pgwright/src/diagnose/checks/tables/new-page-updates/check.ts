import { z } from 'zod'
import { formatCount, formatShare } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { countedSince, sinceWhen, tooYoung } from '../../../facts/counters.ts'
import { fromSummed, summed } from '../../../facts/table-sums.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  updates: z.number(),
  hot: z.number(),
  moved: z.number(),
})

const enoughDays = 1
const manyUpdates = 10_000
const highShare = 0.3

export const check = sqlCheck({
  id: 'new-page-updates',
  title: 'Table whose pages have no room for updates',
  category: 'tables',
  severity: 'info',
  needs: { major: 16 },
  reads: 'server',
  row,
  sql: () => `
    with ${summed({
      updates: 'pg_catalog.pg_stat_get_tuples_updated(c.oid)',
      hot: 'pg_catalog.pg_stat_get_tuples_hot_updated(c.oid)',
      moved: 'pg_catalog.pg_stat_get_tuples_newpage_updated(c.oid)',
    })}
    select n.nspname as schema, c.relname as name, s.updates, s.hot, s.moved ${fromSummed}
    where s.updates >= ${manyUpdates} and s.moved >= ${highShare} * s.updates
      and exists (select from pg_catalog.pg_index i where i.indrelid = c.oid)
    order by 1, 2`,
  detect: (rows, server) =>
    tooYoung(server, enoughDays) !== null
      ? []
      : rows.map(({ schema, name, updates, hot, moved }) => {
          const table = readableQualified(schema, name)
          return {
            object: table,
            objectType: 'table',
            message: `Of ${formatCount(updates)} updates of ${table} ${sinceWhen(server)}, ${formatShare(moved / updates)} found no room in the row's page: each moved the row to another one, and wrote an entry into every index.`,
            evidence: { updates, hotUpdates: hot, newPageUpdates: moved, since: countedSince(server) },
            help: 'Lower its fillfactor, to 90 or 80, and see whether vacuum comes often enough.',
          }
        }),
  blind: (_, server) => tooYoung(server, enoughDays),
})
