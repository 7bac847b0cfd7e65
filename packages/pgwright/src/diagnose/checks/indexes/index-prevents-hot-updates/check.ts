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
  indexes: z.array(z.string()),
})

const enoughDays = 1
const manyUpdates = 10_000
const highShare = 0.5

export const check = sqlCheck({
  id: 'index-prevents-hot-updates',
  title: 'Indexed columns that updates keep changing',
  category: 'indexes',
  severity: 'info',
  needs: { major: 16 }, // before, updates that found no room can't be told from these
  reads: 'server',
  row,
  // A new row that stays in its page and is not heap-only has another value in an indexed column: heap_update knows no
  // other reason. An index of a method that sums pages up, as BRIN does, is none.
  sql: () => `
    with ${summed({
      updates: 'pg_catalog.pg_stat_get_tuples_updated(c.oid)',
      hot: 'pg_catalog.pg_stat_get_tuples_hot_updated(c.oid)',
      moved: 'pg_catalog.pg_stat_get_tuples_newpage_updated(c.oid)',
    })}
    select n.nspname as schema, c.relname as name, s.updates, s.hot, s.moved,
      array(select x.relname::text from pg_catalog.pg_index i
        join pg_catalog.pg_class x on x.oid = i.indexrelid
        join pg_catalog.pg_am m on m.oid = x.relam
        where i.indrelid = c.oid and not i.indisprimary and m.amname <> 'brin' order by 1) as indexes
      ${fromSummed}
    where s.updates >= ${manyUpdates} and s.updates - s.hot - s.moved >= ${highShare} * s.updates
    order by 1, 2`,
  detect: (rows, server) =>
    tooYoung(server, enoughDays) !== null
      ? []
      : rows.map(({ schema, name, updates, hot, moved, indexes }) => {
          const table = readableQualified(schema, name)
          return {
            object: table,
            objectType: 'table',
            message: `Of ${formatCount(updates)} updates of ${table} ${sinceWhen(server)}, ${formatShare((updates - hot - moved) / updates)} changed an indexed column: each wrote an entry into every index of the table, where a heap-only update writes none.`,
            evidence: { updates, hotUpdates: hot, newPageUpdates: moved, indexes, since: countedSince(server) },
            help: 'Find the index whose column they change, and drop it where its queries can go without.',
          }
        }),
  blind: (_, server) => tooYoung(server, enoughDays),
})
