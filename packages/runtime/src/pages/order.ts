import pg from 'pg'
import { RuntimeError } from '../error.ts'

/** One column of the result of the query, by its name there. */
export interface PageOrder {
  readonly column: string
  /** Default `asc`. */
  readonly direction?: 'asc' | 'desc'
  /** Where the rows without a value stand. Default as in PostgreSQL: `last` in `asc`, `first` in `desc`. */
  readonly nulls?: 'first' | 'last'
}

export interface Term extends Required<PageOrder> {
  /** Whether a row may have NULL there; false only where that is sure. */
  readonly nullable: boolean
}

/** @throws RuntimeError `usage` on no column, a column that comes twice, or words that aren't known. */
export function termsOf(orderBy: readonly PageOrder[]): Term[] {
  if (orderBy.length === 0) throw usage('A page needs an order', 'Name at least one column in `orderBy`.')
  if (new Set(orderBy.map(({ column }) => column)).size < orderBy.length)
    throw usage('A column comes twice in `orderBy`', 'Name each column once.')
  return orderBy.map(({ column, direction = 'asc', nulls = direction === 'asc' ? 'last' : 'first' }) => {
    // They go into SQL, and may come from a request in a program without types.
    if (typeof column !== 'string' || !['asc', 'desc'].includes(direction) || !['first', 'last'].includes(nulls))
      throw usage(
        'A part of `orderBy` can’t be read',
        '`direction` is asc or desc, `nulls` first or last, `column` a string.',
      )
    return { column, direction, nulls, nullable: true }
  })
}

/** The same order seen from its end. */
export function reversed(terms: readonly Term[]): Term[] {
  return terms.map(({ direction, nulls, ...term }) => ({
    ...term,
    direction: direction === 'asc' ? 'desc' : 'asc',
    nulls: nulls === 'first' ? 'last' : 'first',
  }))
}

export function orderSql(terms: readonly Term[], relation: string): string {
  return terms
    .map(({ column, direction, nulls }) => `${columnSql(column, relation)} ${direction} nulls ${nulls}`)
    .join(', ')
}

export function columnSql(column: string, relation: string): string {
  return `${relation}.${pg.escapeIdentifier(column)}`
}

function usage(message: string, hint: string): RuntimeError {
  return new RuntimeError('usage', `${message}.`, hint)
}
