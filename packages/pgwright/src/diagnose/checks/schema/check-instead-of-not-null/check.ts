import { z } from 'zod'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { columnObject } from '../../../facts/columns.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), table: z.string(), column: z.string(), constraint: z.string() })

export const check = sqlCheck({
  id: 'check-instead-of-not-null',
  title: 'Check that a column is not null, where NOT NULL says it',
  category: 'schema',
  severity: 'info',
  reads: 'catalog',
  row,
  // The tree of an expression is cheap to look at, its text is not. One that is not valid yet is on its way to a NOT NULL that needs no scan.
  sql: () => `
    select n.nspname as schema, c.relname as table, a.attname as column, k.conname as constraint
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_class c on c.oid = k.conrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
    where k.contype = 'c' and k.convalidated and k.conislocal and cardinality(k.conkey) = 1 and not a.attnotnull
      and k.conbin::text ~ '^.NULLTEST' and pg_catalog.pg_get_expr(k.conbin, k.conrelid) = pg_catalog.format('(%I IS NOT NULL)', a.attname)
      and not c.relispartition and ${userRelation}
    order by 1, 2, 3, 4`,
  detect: (rows) =>
    rows.map((row) => ({
      object: columnObject(row),
      objectType: 'column',
      message: `${columnObject(row)} is kept from being null by the check ${row.constraint}: the planner does not conclude from it that there are no nulls, and each write evaluates it as an expression.`,
      evidence: { constraint: row.constraint },
      help: 'Set the column NOT NULL, which the valid check lets PostgreSQL do without reading the table, and drop the check.',
      fix: [
        `alter table ${readableQualified(row.schema, row.table)} alter column ${readableIdentifier(row.column)} set not null`,
        `alter table ${readableQualified(row.schema, row.table)} drop constraint ${readableIdentifier(row.constraint)}`,
      ],
    })),
})
