import { z } from 'zod'
import { formatBytes, formatCount } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { rootOf, userRelation } from '../../../facts/scope.ts'
import { fromSummed } from '../../../facts/table-sums.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  parts: z.number(),
  bytes: z.number(),
  age: z.number(),
  begins_at: z.number(),
})

/** A vacuum against wraparound is begun at the setting, and takes its time. */
const lateFactor = 1.5

export const check = sqlCheck({
  id: 'table-freeze-age',
  title: 'Table that should have been frozen',
  category: 'vacuum',
  severity: 'warning',
  needs: { primary: true },
  reads: 'server',
  row,
  // A table's own setting can only make it earlier. Its TOAST table has an age of its own.
  sql: () => `
    with aged as (
      select ${rootOf} as root, c.relpages * 8192.0 as bytes,
        greatest(pg_catalog.age(c.relfrozenxid), pg_catalog.age(t.relfrozenxid)) as age,
        least(pg_catalog.current_setting('autovacuum_freeze_max_age')::float8,
          (select o.option_value from pg_catalog.pg_options_to_table(c.reloptions) o
            where o.option_name = 'autovacuum_freeze_max_age')::float8) as begins_at
      from pg_catalog.pg_class c
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      left join pg_catalog.pg_class t on t.oid = c.reltoastrelid
      where c.relkind in ('r', 'm') and c.relfrozenxid <> '0'::pg_catalog.xid and ${userRelation}
    ), summed as (
      select root, count(*)::float8 as parts, sum(bytes)::float8 as bytes, max(age)::float8 as age,
        min(begins_at)::float8 as begins_at
      from aged where age > ${lateFactor} * begins_at group by 1
    )
    select n.nspname as schema, c.relname as name, s.parts, s.bytes, s.age, s.begins_at ${fromSummed}
    order by 1, 2`,
  detect: (rows) =>
    rows
      .filter(({ age, begins_at }) => age > lateFactor * begins_at)
      .map(({ schema, name, parts, bytes, age, begins_at }) => {
        const table = readableQualified(schema, name)
        return {
          object: table,
          objectType: 'table',
          message: `The table ${table} (${formatBytes(bytes)}) holds transaction ids of ${formatCount(age)} transactions ago; autovacuum should have frozen them from ${formatCount(begins_at)} on, and has not got to the end.`,
          evidence: { age, autovacuumBeginsAt: begins_at, sizeBytes: bytes, tables: parts },
          help: 'Vacuum it with FREEZE in a quiet hour, and look what keeps autovacuum: an old transaction, locks, or its cost limit.',
          fix: [`vacuum (freeze) ${table}`],
        }
      }),
})
