import { z } from 'zod'
import { formatDuration, type Severity } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  /** The end of the last range, exclusive. */
  until: z.string(),
  left_s: z.number(),
  width_s: z.number(),
  has_default: z.boolean(),
})

const weekS = 7 * 86_400

export const check = sqlCheck({
  id: 'partitions-run-out',
  title: 'No partition for the time to come',
  category: 'tables',
  severity: 'error',
  needs: { primary: true },
  reads: 'server',
  row,
  // Bounds are read where they are written in the ISO style with a year of four digits; a last range without an end, or
  // one of another key than a date or a time, does not run out.
  sql: () => `
    with bounds as (
      select p.oid, p.relname, n.nspname, t.partdefid <> 0 as has_default,
        pg_catalog.pg_get_expr(c.relpartbound, c.oid) as bound
      from pg_catalog.pg_partitioned_table t
      join pg_catalog.pg_class p on p.oid = t.partrelid
      join pg_catalog.pg_namespace n on n.oid = p.relnamespace
      join pg_catalog.pg_attribute a on a.attrelid = p.oid and a.attnum = t.partattrs[0]
      join pg_catalog.pg_inherits h on h.inhparent = p.oid
      join pg_catalog.pg_class c on c.oid = h.inhrelid
      where t.partstrat = 'r' and t.partnatts = 1 and c.oid <> t.partdefid
        and a.atttypid in ('pg_catalog.date'::pg_catalog.regtype, 'pg_catalog.timestamp'::pg_catalog.regtype,
          'pg_catalog.timestamptz'::pg_catalog.regtype)
        and ${userRelation.replaceAll('c.', 'p.')}
    ), times as (
      select b.*, substring(b.bound from $$FROM \\('(\\d{4}-[^']*)'\\)$$)::timestamptz as from_at,
        substring(b.bound from $$TO \\('(\\d{4}-[^']*)'\\)$$)::timestamptz as to_at
      from bounds b
    ), last as (
      select distinct on (oid) *, bool_or(to_at is null) over (partition by oid) as unknown
      from times order by oid, to_at desc nulls last
    )
    select l.nspname as schema, l.relname as name, l.has_default, l.to_at::text as until,
      extract(epoch from l.to_at - pg_catalog.now())::float8 as left_s,
      extract(epoch from l.to_at - l.from_at)::float8 as width_s
    from last l
    where not l.unknown and l.from_at is not null
      and l.to_at - pg_catalog.now() < least((l.to_at - l.from_at) / 2, interval '7 days')
    order by 1, 2`,
  detect: (rows) =>
    rows
      .filter(({ left_s, width_s }) => left_s < Math.min(width_s / 2, weekS))
      .map(({ schema, name, until, left_s, width_s, has_default }) => {
        const table = readableQualified(schema, name)
        const then = has_default ? 'rows then go to the default partition' : 'rows after that are refused'
        return {
          object: table,
          objectType: 'table',
          severity: severityOf(left_s, width_s, has_default),
          message:
            left_s > 0
              ? `The last partition of ${table} ends in ${formatDuration(left_s * 1000)}, at ${until}: ${then}.`
              : `The last partition of ${table} ended ${formatDuration(-left_s * 1000)} ago, at ${until}: ${then}.`,
          evidence: { until, leftSeconds: left_s, partitionSeconds: width_s, defaultPartition: has_default },
          help: 'Make partitions ahead, and a job that goes on doing so.',
        }
      }),
})

/** Long after the end nobody seems to write there any more. */
function severityOf(leftS: number, widthS: number, hasDefault: boolean): Severity {
  if (leftS < -4 * widthS) return 'info'
  return leftS > 0 || hasDefault ? 'warning' : 'error'
}
