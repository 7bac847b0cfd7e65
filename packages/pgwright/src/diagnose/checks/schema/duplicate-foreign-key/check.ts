import { z } from 'zod'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  table: z.string(),
  constraint: z.string(),
  kept: z.string(),
  referenced: z.string(),
  same_actions: z.boolean(),
})

export const check = sqlCheck({
  id: 'duplicate-foreign-key',
  title: 'Foreign key that is there twice',
  category: 'schema',
  severity: 'warning',
  reads: 'catalog',
  row,
  // The order in which the pairs of columns were written makes no difference. The valid one stays, else the older.
  sql: () => `
    with keys as (
      select k.oid, k.conname, k.conrelid, k.confrelid, k.convalidated,
        row(k.confdeltype, k.confupdtype, k.confmatchtype, k.condeferrable, k.condeferred)::text as actions,
        (select string_agg(u.own || '>' || u.other, ' ' order by u.own, u.other)
          from unnest(k.conkey, k.confkey) u (own, other)) as pairs
      from pg_catalog.pg_constraint k where k.contype = 'f' and k.conparentid = 0
    ), ranked as (
      select *, first_value(conname) over w as kept, first_value(actions) over w as kept_actions, row_number() over w as nth
      from keys window w as (partition by conrelid, confrelid, pairs order by convalidated desc, oid)
    )
    select n.nspname as schema, c.relname as table, k.conname as constraint, k.kept,
      pg_catalog.format('%I.%I', rn.nspname, r.relname) as referenced, k.actions = k.kept_actions as same_actions
    from ranked k
    join pg_catalog.pg_class c on c.oid = k.conrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_class r on r.oid = k.confrelid
    join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
    where k.nth > 1 and ${userRelation}
    order by 1, 2, 3`,
  detect: (rows) =>
    rows.map(({ schema, table, constraint, kept, referenced, same_actions }) => {
      const on = readableQualified(schema, table)
      return {
        object: `${on}.${readableIdentifier(constraint)}`,
        objectType: 'constraint',
        message: `The foreign key ${constraint} of ${on} is the same as ${kept}: each write to ${on} and each delete from ${referenced} is tested twice${same_actions ? '' : ', and the two do different things when a row is deleted or its key changes'}.`,
        evidence: { table: on, referenced, duplicateOf: kept, sameActions: same_actions },
        help: same_actions
          ? `Drop ${constraint}.`
          : 'Decide which of the two actions is meant, and drop the other constraint.',
        ...(same_actions ? { fix: [`alter table ${on} drop constraint ${readableIdentifier(constraint)}`] } : {}),
      }
    }),
})
