import { z } from 'zod'
import { readableIdentifier, readableQualified } from '../../sql/index.ts'
import type { Defect } from '../check.ts'
import { userRelation } from './scope.ts'

/** A relation or a column by its names. */
export const namedRow = z.object({ schema: z.string(), table: z.string(), column: z.string().nullable() })

/**
 * Relations and columns of tables whose names fit a condition, those of partitions and of inherited columns left to the
 * parent.
 *
 * @param fits the condition, over the expression of a name
 */
export function namedSql(fits: (name: string) => string): string {
  return `
    select n.nspname as schema, c.relname as table, null::name as column
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition and ${userRelation} and ${fits('c.relname')}
    union all
    select n.nspname, c.relname, a.attname
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p') and not c.relispartition
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where a.attnum > 0 and not a.attisdropped and a.attinhcount = 0 and ${userRelation} and ${fits('a.attname')}
    order by 1, 2, 3 nulls first`
}

export function namedObject({
  schema,
  table,
  column,
}: z.infer<typeof namedRow>): Pick<Defect, 'object' | 'objectType'> {
  const on = readableQualified(schema, table)
  return column === null
    ? { object: on, objectType: 'table' }
    : { object: `${on}.${readableIdentifier(column)}`, objectType: 'column' }
}
