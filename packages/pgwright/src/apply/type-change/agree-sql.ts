import { quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import { differ } from './conversion.ts'

/** A column, and what it is to hold: an expression of the row's other columns, cast to its type. */
export interface Derived {
  readonly schema: string
  readonly table: string
  readonly column: string
  readonly expression: string
  readonly castTo: string
}

/** How many rows hold something else. */
export function disagreeingSql({ schema, table, column, expression, castTo }: Derived): string {
  return `select count(*) from ${quoteQualified(schema, table)} where ${differ(quoteIdentifier(column), `(${expression})::${castTo}`)}`
}

/** Writes it where it is not there yet; that too long a value is refused, and not cut, is for an assignment to see. */
export function fillSql({ schema, table, column, expression, castTo }: Derived): string {
  const own = quoteIdentifier(column)
  const where = differ(own, `(${expression})::${castTo}`)
  return `update ${quoteQualified(schema, table)} set ${own} = ${expression} where ${where}`
}
