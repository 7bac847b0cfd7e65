import { z } from 'zod'
import { plural } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), name: z.string(), children: z.number() })

export const check = sqlCheck({
  id: 'inheritance',
  title: 'Table with tables that inherit from it',
  category: 'tables',
  severity: 'info',
  reads: 'catalog',
  optional: true, // it works as it says
  row,
  sql: () => `
    select n.nspname as schema, c.relname as name, count(*)::float8 as children
    from pg_catalog.pg_inherits h
    join pg_catalog.pg_class c on c.oid = h.inhparent
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and ${userRelation}
    group by 1, 2
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, children }) => {
      const table = readableQualified(schema, name)
      return {
        object: table,
        objectType: 'table',
        message: `${plural(children, 'table inherits', 'tables inherit')} from ${table}: its primary key, unique constraints and foreign keys hold for its own rows alone, while queries see those of all.`,
        evidence: { children },
        help: 'Use declarative partitioning, or a table for each with a common key.',
      }
    }),
})
