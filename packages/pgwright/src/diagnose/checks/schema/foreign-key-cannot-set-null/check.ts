import { z } from 'zod'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  table: z.string(),
  constraint: z.string(),
  referenced: z.string(),
  action: z.enum(['set null', 'set default']),
  event: z.enum(['delete', 'update']),
  columns: z.array(z.string()),
})

export const check = sqlCheck({
  id: 'foreign-key-cannot-set-null',
  title: 'Foreign key that is to set null what may not be null',
  category: 'schema',
  severity: 'error',
  reads: 'catalog',
  row,
  // From 15 on the columns that a delete sets can be fewer than the key's. A default that is missing is null too.
  sql: ({ major }) => `
    with actions as (
      select k.*, 'delete' as event, k.confdeltype as action,
        ${major >= 15 ? 'coalesce(k.confdelsetcols, k.conkey)' : 'k.conkey'} as sets
      from pg_catalog.pg_constraint k where k.contype = 'f' and k.confdeltype in ('n', 'd') and k.conparentid = 0
      union all
      select k.*, 'update', k.confupdtype, k.conkey
      from pg_catalog.pg_constraint k where k.contype = 'f' and k.confupdtype in ('n', 'd') and k.conparentid = 0
    )
    select n.nspname as schema, c.relname as table, k.conname as constraint,
      pg_catalog.format('%I.%I', rn.nspname, r.relname) as referenced,
      case k.action when 'n' then 'set null' else 'set default' end as action, k.event,
      array_agg(a.attname::text order by a.attnum) as columns
    from actions k
    join pg_catalog.pg_class c on c.oid = k.conrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_class r on r.oid = k.confrelid
    join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
    join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.sets)
    where a.attnotnull and (k.action = 'n' or not a.atthasdef) and ${userRelation}
    group by 1, 2, 3, 4, 5, 6
    order by 1, 2, 3, 6`,
  detect: (rows) =>
    rows.map(({ schema, table, constraint, referenced, action, event, columns }) => {
      const on = readableQualified(schema, table)
      const names = columns.map(readableIdentifier).join(', ')
      const verb = event === 'delete' ? `A delete from ${referenced}` : `A change of the key of ${referenced}`
      return {
        object: `${on}.${readableIdentifier(constraint)}`,
        objectType: 'constraint',
        message: `${verb} fails where ${on} refers to the row: the foreign key ${constraint} is to ${action} ${names}, which may not be null${action === 'set default' ? ' and has no default' : ''}.`,
        evidence: { table: on, referenced, action: `on ${event} ${action}`, columns },
        help: `Let ${names} be null, or choose another action: restrict says the same plainly, cascade deletes the rows.`,
      }
    }),
})
