import { z } from 'zod'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  table: z.string(),
  rule: z.string(),
  event: z.string(),
  instead: z.boolean(),
})

export const check = sqlCheck({
  id: 'rule-on-table',
  title: 'Rule that rewrites statements on a table',
  category: 'schema',
  severity: 'warning',
  reads: 'catalog',
  row,
  // What a view is, is a rule too; and those on views are a way to write through them.
  sql: () => `
    select n.nspname as schema, c.relname as table, w.rulename as rule, w.is_instead as instead,
      case w.ev_type when '2' then 'update' when '3' then 'insert' when '4' then 'delete' else 'select' end as event
    from pg_catalog.pg_rewrite w
    join pg_catalog.pg_class c on c.oid = w.ev_class
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and ${userRelation}
    order by 1, 2, 3`,
  detect: (rows) =>
    rows.map(({ schema, table, rule, event, instead }) => {
      const on = readableQualified(schema, table)
      return {
        object: `${on}.${readableIdentifier(rule)}`,
        objectType: 'rule',
        message: `The rule ${rule} rewrites each ${event} on ${on}${instead ? ' into something else' : ''}: it works on statements and not on rows, evaluates volatile expressions twice, reports other row counts, and COPY passes it by.`,
        evidence: { table: on, event, instead },
        help: 'Use a trigger.',
      }
    }),
})
