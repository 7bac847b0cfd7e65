import { z } from 'zod'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  table: z.string(),
  /** Of the constraint that the triggers enforce. */
  constraint: z.string().nullable(),
  triggers: z.array(z.string()),
  /** The table of each. */
  on: z.array(z.string()),
})

export const check = sqlCheck({
  id: 'disabled-trigger',
  title: 'Trigger that is switched off',
  category: 'tables',
  severity: 'warning',
  reads: 'server', // a twin has all switched on
  row,
  // A deferrable unique or exclusion constraint has a trigger of its own, and holds nothing at the end of a transaction
  // while that is off. A foreign key's are another check's. Those of partitions follow their parent's.
  sql: () => `
    with off as (
      select t.tgname, t.tgisinternal, t.tgconstraint, c.oid as relid,
        pg_catalog.format('%I.%I', n.nspname, c.relname) as name
      from pg_catalog.pg_trigger t
      join pg_catalog.pg_class c on c.oid = t.tgrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where t.tgenabled = 'D' and t.tgparentid = 0 and ${userRelation}
    )
    select n.nspname as schema, c.relname as table, k.conname as constraint,
      array_agg(o.tgname::text order by o.tgname) as triggers, array_agg(o.name order by o.tgname) as on
    from off o
    left join pg_catalog.pg_constraint k on k.oid = o.tgconstraint and o.tgisinternal
    join pg_catalog.pg_class c on c.oid = coalesce(k.conrelid, o.relid)
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where k.contype <> 'f' or not o.tgisinternal
    group by n.nspname, c.relname, k.conname, case when k.oid is null then o.tgname end
    order by 1, 2, 3, array_agg(o.tgname::text order by o.tgname)`,
  detect: (rows) =>
    rows.map(({ schema, table, constraint, triggers, on }) => {
      const owner = readableQualified(schema, table)
      const name = constraint ?? triggers[0] ?? ''
      const enable = triggers.map(
        (trigger, at) => `alter table ${on[at]} enable trigger ${readableIdentifier(trigger)}`,
      )
      const shared = { object: `${owner}.${readableIdentifier(name)}`, fix: enable }
      return constraint === null
        ? {
            ...shared,
            objectType: 'trigger',
            message: `The trigger ${name} of ${owner} is switched off: no write runs it.`,
            evidence: { table: owner },
            help: 'Switch it on, or drop it where nothing needs it any more.',
          }
        : {
            ...shared,
            objectType: 'constraint',
            severity: 'error' as const,
            message: `The constraint ${name} of ${owner} is not enforced, for its triggers are switched off: what is written meanwhile may break it, and PostgreSQL still counts it as valid.`,
            evidence: { table: owner, triggers: triggers.length },
            help: 'Switch its triggers on, and look for rows that break it: nothing does so by itself.',
          }
    }),
})
