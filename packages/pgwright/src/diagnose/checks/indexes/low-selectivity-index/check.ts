import { z } from 'zod'
import { formatBytes, formatCount, formatShare, plural } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { joinStatistics, statisticsReadable, unreadableStatistics } from '../../../facts/column-statistics.ts'
import { countedSince, sinceWhen, tooYoung } from '../../../facts/counters.ts'
import { fromSizedIndexes, neededIndex, servesForeignKey, sizedIndexes } from '../../../facts/index-facts.ts'
import { knownStandbys } from '../../../facts/replication.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  table: z.string(),
  column: z.string(),
  bytes: z.number(),
  values: z.number().nullable(),
  /** Share of rows that have the rarest value; null where not all are known. */
  rarest: z.number().nullable(),
  readable: z.boolean(),
  standbys: z.number(),
})

/** What runs once a week must have had its turn. */
const enoughDays = 7
const muchBytes = 512 * 1024
/** An index scan of so many rows in no order costs more than reading the table. */
const commonShare = 0.1

export const check = sqlCheck({
  id: 'low-selectivity-index',
  title: 'Index on a column of a few common values',
  category: 'indexes',
  severity: 'info',
  needs: { primary: true },
  reads: 'server',
  row,
  // n_distinct is positive where ANALYZE saw all values, and the list of common ones holds all of them. Where rows lie in
  // the column's order an index scan reads few pages all the same, and what is scanned has its use.
  sql: () => `
    with ${sizedIndexes}
    select n.nspname as schema, c.relname as name, t.relname as table, a.attname as column, z.pages * 8192 as bytes,
      s.n_distinct::float8 as values, ${statisticsReadable} as readable, ${knownStandbys} as standbys,
      case when s.n_distinct = cardinality(s.most_common_freqs) and abs(s.correlation) < 0.9
        then (select min(f) from unnest(s.most_common_freqs) f)::float8 end as rarest ${fromSizedIndexes}
    join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
    ${joinStatistics}
    where m.amname = 'btree' and i.indnatts = 1 and i.indisvalid and i.indpred is null and not i.indisunique
      and a.atttypid <> 'pg_catalog.bool'::pg_catalog.regtype and t.relkind in ('r', 'm')
      and not ${neededIndex} and not ${servesForeignKey} and z.pages * 8192 >= ${muchBytes}
      and pg_catalog.pg_stat_get_numscans(c.oid) = 0
    order by 1, 2`,
  detect: (rows, server) =>
    rows.flatMap(({ schema, name, table, column, bytes, values, rarest, standbys }) => {
      if (rarest === null || values === null || rarest < commonShare || tooYoung(server, enoughDays) !== null) return []
      const own = readableQualified(schema, name)
      return {
        object: own,
        objectType: 'index',
        message: `The index ${own} (${formatBytes(bytes)}) is on ${column}, which has ${formatCount(values)} values, the rarest in ${formatShare(rarest)} of the rows (an estimate): reading the table is cheaper for any of them, and no query has read it ${standbys > 0 ? 'on this server ' : ''}${sinceWhen(server)}.`,
        evidence: {
          table: readableQualified(schema, table),
          column,
          values,
          rarestShare: rarest,
          sizeBytes: bytes,
          since: countedSince(server),
          standbys,
        },
        help:
          standbys > 0
            ? `Look at pg_stat_user_indexes on each standby (${plural(standbys, 'is', 'are')} known here); where none reads it, drop it, or put a column that narrows further in front of ${column}.`
            : `Drop it, or put a column that narrows further in front of ${column}.`,
      }
    }),
  blind: (rows, server) =>
    tooYoung(server, enoughDays) ??
    unreadableStatistics(rows.filter(({ readable }) => !readable).length, 'indexed column'),
})
