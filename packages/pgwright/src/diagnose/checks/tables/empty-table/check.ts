import { z } from 'zod'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { countedSince } from '../../../facts/counters.ts'
import { fromSummed, summed } from '../../../facts/table-sums.ts'

const row = z.object({ schema: z.string(), name: z.string() })

export const check = sqlCheck({
  id: 'empty-table',
  title: 'Table that has no rows',
  category: 'tables',
  severity: 'info',
  reads: 'server',
  optional: true, // many a system has tables for what has not happened yet
  row,
  sql: () => `
    with ${summed({
      pages: 'c.relpages',
      rows: 'greatest(c.reltuples, pg_catalog.pg_stat_get_live_tuples(c.oid))',
      inserted: 'pg_catalog.pg_stat_get_tuples_inserted(c.oid)',
    })}
    select n.nspname as schema, c.relname as name ${fromSummed}
    where s.pages = 0 and s.rows <= 0 and s.inserted = 0 and c.relkind in ('r', 'p')
    order by 1, 2`,
  detect: (rows, server) =>
    rows.map(({ schema, name }) => {
      const table = readableQualified(schema, name)
      return {
        object: table,
        objectType: 'table',
        message: `The table ${table} is empty, and nothing was written to it as far as the counters go back.`,
        evidence: { since: countedSince(server) },
        help: 'Drop it where nothing will use it.',
      }
    }),
})
