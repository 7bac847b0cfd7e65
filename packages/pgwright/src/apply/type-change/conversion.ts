import { quoteIdentifier } from '../../sql/index.ts'

/** A column, and the expressions that make of its values those of another type, and back; null: as PostgreSQL casts. */
export interface Conversion {
  readonly schema: string
  readonly table: string
  readonly column: string
  readonly using: string | null
  readonly back: string | null
}

/** An expression that was written for the column, of another value. */
export function converted({ table, column }: Conversion, expression: string | null, value: string): string {
  if (expression === null) return value
  return `(select (${expression}) from (select ${value} as ${quoteIdentifier(column)}) as ${quoteIdentifier(table)})`
}

/**
 * Whether two values differ, byte for byte and null or not: types without an equality of their own can be compared so,
 * and what is equal in other ways, as 1.0 and 1.00 are, is told apart.
 */
export function differ(one: string, other: string): string {
  return `row(${one})::record operator(pg_catalog.*<>) row(${other})::record`
}
