import { columnSql, type Term } from './order.ts'

/** Where a page begins: what the columns of the order hold there, and the parameters that carry it (null for NULL). */
export interface Place {
  readonly parameters: readonly (string | null)[]
}

/**
 * Conditions on `q` that hold for the rows at the place or after it. No row meets two of them, and all rows that meet
 * one stand in the index that has the order side by side: `a = x or b > y` in one condition would be a filter, for
 * which PostgreSQL reads the index from its beginning.
 */
export function conditionsFrom(terms: readonly Term[], { parameters }: Place): string[] {
  const conditions: string[] = []
  // From the end: what equals the place in most columns comes first.
  for (let end = terms.length; end > 0; ) {
    const start = runStart(terms, parameters, end)
    const same = terms.slice(0, start).map((term, i) => equals(term, parameters[i] ?? null))
    const isLast = end === terms.length
    const beyond =
      parameters[end - 1] === null
        ? beyondNull(terms[end - 1] as Term, isLast)
        : beyondRow(terms.slice(start, end), parameters.slice(start, end) as string[], isLast)
    if (beyond !== null) conditions.push(allOf([...same, ...beyond]))
    for (let i = end - 1; i >= start; i--) {
      const term = terms[i] as Term
      if (parameters[i] === null || term.nulls === 'first' || !term.nullable) continue
      const before = terms.slice(0, i).map((earlier, j) => equals(earlier, parameters[j] ?? null))
      conditions.push(allOf([...before, `${columnSql(term.column, 'q')} is null`]))
    }
    end = start
  }
  return conditions
}

/** Columns in one direction, none of them NULL at the place, are compared as one row. */
function runStart(terms: readonly Term[], parameters: Place['parameters'], end: number): number {
  let start = end - 1
  if (parameters[start] === null) return start
  while (start > 0 && parameters[start - 1] !== null && terms[start - 1]?.direction === terms[start]?.direction) start--
  return start
}

function beyondRow(terms: readonly Term[], parameters: readonly string[], orAt: boolean): string[] {
  const columns = terms.map(({ column }) => columnSql(column, 'q')).join(', ')
  const operator = `${terms[0]?.direction === 'asc' ? '>' : '<'}${orAt ? '=' : ''}`
  return [`(${columns}) ${operator} (${parameters.join(', ')})`]
}

/** Beyond NULL is all that has a value, or nothing. */
function beyondNull({ column, nulls }: Term, orAt: boolean): string[] | null {
  if (nulls === 'first') return orAt ? [] : [`${columnSql(column, 'q')} is not null`]
  return orAt ? [`${columnSql(column, 'q')} is null`] : null
}

function equals({ column }: Term, parameter: string | null): string {
  const sql = columnSql(column, 'q')
  return parameter === null ? `${sql} is null` : `${sql} = ${parameter}`
}

function allOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? 'true' : conditions.join(' and ')
}
