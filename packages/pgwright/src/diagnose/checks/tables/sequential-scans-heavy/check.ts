import { z } from 'zod'
import { formatCount } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { countedDays, countedSince, sinceWhen, tooYoung } from '../../../facts/counters.ts'
import { fromSummed, summed } from '../../../facts/table-sums.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  rows: z.number(),
  scans: z.number(),
  read: z.number(),
})

const enoughDays = 1
const manyRows = 10_000
const largeRows = 1_000_000
/** The whole table, so many times, and so many rows: what is read less costs little. */
const worthPasses = 100
const worthPassesADay = 10
const worthRead = 10_000_000

export const check = sqlCheck({
  id: 'sequential-scans-heavy',
  title: 'Large table that is read whole again and again',
  category: 'tables',
  severity: 'info',
  reads: 'server',
  row,
  // Not the number of scans counts, for one may end after its first rows, but how many rows they have read.
  sql: () => `
    with ${summed({
      rows: 'greatest(c.reltuples, 0)',
      scans: 'pg_catalog.pg_stat_get_numscans(c.oid)',
      read: 'pg_catalog.pg_stat_get_tuples_returned(c.oid)',
    })}
    select n.nspname as schema, c.relname as name, s.rows, s.scans, s.read ${fromSummed}
    where s.rows >= ${manyRows} and s.read >= ${worthRead} and s.read >= ${worthPasses} * s.rows
    order by 1, 2`,
  detect: (rows, server) => {
    if (tooYoung(server, enoughDays) !== null) return []
    const days = countedDays(server)
    return rows
      .filter(({ rows: count, read }) => !Number.isFinite(days) || read / count / days >= worthPassesADay)
      .map(({ schema, name, rows: count, scans, read }) => {
        const table = readableQualified(schema, name)
        return {
          object: table,
          objectType: 'table',
          severity: count >= largeRows ? ('warning' as const) : ('info' as const),
          message: `The table ${table} of ${formatCount(count)} rows (an estimate) was read from its beginning ${formatCount(scans)} times ${sinceWhen(server)}, which is as much as ${formatCount(read / count)} times the whole of it.`,
          evidence: { rows: count, sequentialScans: scans, rowsRead: read, since: countedSince(server) },
          help: 'Look which statements read it (pgwright advise), and give those that want few of its rows an index.',
        }
      })
  },
  blind: (_, server) => tooYoung(server, enoughDays),
})
