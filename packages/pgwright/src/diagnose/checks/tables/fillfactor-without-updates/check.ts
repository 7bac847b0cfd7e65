import { z } from 'zod'
import { formatBytes, formatCount } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { countedSince, sinceWhen, tooYoung } from '../../../facts/counters.ts'
import { rootOf, userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  parts: z.number(),
  bytes: z.number(),
  /** What the fillfactor leaves free. */
  room: z.number(),
  rows: z.number(),
  updates: z.number(),
})

const enoughDays = 7
const lowFillfactor = 80
const muchBytes = 8 * 1024 ** 2
/** Of so few rows the room of an ordinary page takes the updates. */
const fewUpdates = 0.01

export const check = sqlCheck({
  id: 'fillfactor-without-updates',
  title: 'Room for updates that do not come',
  category: 'tables',
  severity: 'info',
  needs: { primary: true },
  reads: 'server',
  row,
  sql: () => `
    with roomy as (
      select ${rootOf} as root, c.relpages * 8192.0 as bytes, c.reltuples as rows,
        pg_catalog.pg_stat_get_tuples_updated(c.oid) as updates,
        (select o.option_value from pg_catalog.pg_options_to_table(c.reloptions) o
          where o.option_name = 'fillfactor')::float8 as fillfactor
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and c.reloptions is not null and c.reltuples > 0 and ${userRelation}
    )
    select n.nspname as schema, c.relname as name, count(*)::float8 as parts, sum(r.bytes)::float8 as bytes,
      sum(r.bytes * (100 - r.fillfactor) / 100)::float8 as room, sum(r.rows)::float8 as rows,
      sum(r.updates)::float8 as updates
    from roomy r
    join pg_catalog.pg_class c on c.oid = r.root
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where r.fillfactor <= ${lowFillfactor}
    group by 1, 2
    having sum(r.bytes) >= ${muchBytes} and sum(r.updates) < ${fewUpdates} * sum(r.rows)
    order by 1, 2`,
  detect: (rows, server) =>
    tooYoung(server, enoughDays) !== null
      ? []
      : rows.map(({ schema, name, parts, bytes, room, rows: count, updates }) => {
          const table = readableQualified(schema, name)
          return {
            object: table,
            objectType: 'table',
            message: `The fillfactor of ${table} leaves ${formatBytes(room)} of its ${formatBytes(bytes)} free for updates, of which there were ${formatCount(updates)} ${sinceWhen(server)}, on ${formatCount(count)} rows (an estimate): scans read the room along.`,
            evidence: {
              sizeBytes: bytes,
              roomBytes: room,
              rows: count,
              updates,
              tables: parts,
              since: countedSince(server),
            },
            help: 'Reset its fillfactor; what is there stays as it is until the table is rewritten.',
          }
        }),
  blind: (_, server) => tooYoung(server, enoughDays),
})
