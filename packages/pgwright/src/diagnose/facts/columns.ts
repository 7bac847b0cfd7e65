import { z } from 'zod'
import { readableIdentifier, readableQualified } from '../../sql/index.ts'
import { estimatedRows, userRelation } from './scope.ts'

/** A column of a table; those of partitions and children are their parent's. */
export const columnRow = z.object({
  schema: z.string(),
  table: z.string(),
  column: z.string(),
  type: z.string(),
  /** The planner's estimate of the table's. */
  rows: z.number(),
})
type ColumnRow = z.infer<typeof columnRow>

/**
 * Columns that a condition holds for.
 *
 * @param condition on a `pg_attribute a` of a `pg_class c`, with its type `y`, of a domain the one below
 */
export function columnSql(condition: string): string {
  return `
    select n.nspname as schema, c.relname as table, a.attname as column,
      pg_catalog.format_type(a.atttypid, a.atttypmod) as type, ${estimatedRows} as rows
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_class c on c.oid = a.attrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_type own on own.oid = a.atttypid
    join pg_catalog.pg_type y on y.oid = coalesce(nullif(own.typbasetype, 0), own.oid)
    where c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped and a.attinhcount = 0
      and ${userRelation} and (${condition})
    order by 1, 2, a.attnum`
}

/** `public.orders.created_at`. */
export function columnObject({ schema, table, column }: Pick<ColumnRow, 'schema' | 'table' | 'column'>): string {
  return `${readableQualified(schema, table)}.${readableIdentifier(column)}`
}
