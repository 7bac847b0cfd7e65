import { z } from 'zod'
import { formatCount } from '../../../../model/index.ts'
import { quoteIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { daysSince, isYoung, youngReason } from '../../../facts/counted-since.ts'
import { countersNeeded } from '../../../facts/counted-statements.ts'

const row = z.object({ evictions: z.number(), max: z.number(), since: z.date().nullable() })

/** Each makes room by throwing out the twentieth part that was used least. */
const manyPerDay = 24

export const check = sqlCheck({
  id: 'statement-evictions',
  title: 'Counters of statements that are thrown out',
  category: 'queries',
  severity: 'info',
  needs: countersNeeded('1.9'),
  reads: 'server',
  row,
  sql: ({ extensions }) => `
    select i.dealloc::float8 as evictions, pg_catalog.current_setting('pg_stat_statements.max')::float8 as max,
      i.stats_reset as since
    from ${quoteIdentifier(extensions.get('pg_stat_statements')?.schema ?? 'public')}.pg_stat_statements_info i`,
  detect: (rows, server) =>
    rows
      .filter(({ evictions, since }) => !isYoung(since, server) && evictions / daysSince(since, server) >= manyPerDay)
      .map(({ evictions, max, since }) => ({
        object: 'pg_stat_statements.max',
        objectType: 'setting',
        message: `pg_stat_statements holds ${formatCount(max)} statements and made room ${formatCount(evictions / daysSince(since, server))} times a day: what is rare but slow is thrown out, and its counters begin anew.`,
        evidence: { evictions, max, since: since?.toISOString() ?? null },
        help: 'Put parameters and fixed lists in place of literals where texts differ, or raise pg_stat_statements.max and restart.',
      })),
  blind: (rows, server) => youngReason(rows[0]?.since ?? null, server),
})
