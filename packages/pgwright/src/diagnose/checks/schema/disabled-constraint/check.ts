import { z } from 'zod'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  table: z.string(),
  constraint: z.string(),
  referenced: z.string(),
  /** Which of its two sides is not looked at. */
  own: z.boolean(),
  other: z.boolean(),
})

export const check = sqlCheck({
  id: 'disabled-constraint',
  title: 'Foreign key whose triggers are switched off',
  category: 'schema',
  severity: 'error',
  reads: 'server', // a snapshot has no triggers but those of users
  row,
  // Two triggers on each side hold a foreign key up; DISABLE TRIGGER ALL takes those of one table away.
  sql: () => `
    select n.nspname as schema, c.relname as table, k.conname as constraint,
      pg_catalog.format('%I.%I', rn.nspname, r.relname) as referenced,
      bool_or(g.tgrelid = k.conrelid) as own, bool_or(g.tgrelid = k.confrelid) as other
    from pg_catalog.pg_trigger g
    join pg_catalog.pg_constraint k on k.oid = g.tgconstraint and k.contype = 'f' and k.conparentid = 0
    join pg_catalog.pg_class c on c.oid = k.conrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_class r on r.oid = k.confrelid
    join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
    where g.tgisinternal and g.tgenabled = 'D' and ${userRelation}
    group by 1, 2, 3, 4
    order by 1, 2, 3`,
  detect: (rows) =>
    rows.map(({ schema, table, constraint, referenced, own, other }) => {
      const on = readableQualified(schema, table)
      const sides = [...(own ? [`inserts into ${on}`] : []), ...(other ? [`deletes from ${referenced}`] : [])]
      return {
        object: `${on}.${readableIdentifier(constraint)}`,
        objectType: 'constraint',
        message: `The foreign key ${constraint} of ${on} is not enforced: its triggers are disabled, so ${sides.join(' and ')} are not tested, while the catalog still calls it valid.`,
        evidence: { table: on, referenced, writesUntested: own, deletesUntested: other },
        help: 'Enable the triggers again, look for rows without their parent, and drop and add the constraint so that all rows are tested.',
      }
    }),
})
