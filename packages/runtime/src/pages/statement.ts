import { conditionsFrom } from './beyond.ts'
import type { CursorValues } from './cursor.ts'
import { columnSql, orderSql, type Term } from './order.ts'

export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
}

/** The caller's query. */
export interface Query {
  readonly text: string
  readonly values: readonly unknown[]
  readonly prepare: boolean
}

/**
 * The first `count` rows in the order, from the place `at` on, the row there among them. Three columns come last: the
 * row's values of the order as a JSON list of texts, whether it is the row at the place, and whether it equals the row
 * before it in all of them.
 */
export function pageStatement(query: Query, terms: readonly Term[], at: CursorValues | null, count: number): Statement {
  const { parameters, values } = placed(query, at)
  const isAt = at === null ? 'false' : terms.map(({ column }, i) => same(column, parameters[i] ?? null)).join(' and ')
  const isTied = terms.map(({ column }) => {
    const sql = columnSql(column, 'p')
    return `${sql} is not distinct from lag(${sql}) over w`
  })
  const text = [
    `select p.*, json_build_array(${terms.map(({ column }) => `${columnSql(column, 'p')}::text`).join(', ')})::text,`,
    `  ${isAt}, coalesce(lag(true) over w, false) and ${isTied.join(' and ')}`,
    `from (${rowsSql(query, terms, at === null ? ['true'] : conditionsFrom(terms, { parameters }), count)}) p`,
    `window w as (order by ${orderSql(terms, 'p')})`,
    `order by ${orderSql(terms, 'p')}`,
  ].join('\n')
  return { text, values }
}

/** Whether there is any row in the order from the place on. */
export function existsStatement(query: Query, terms: readonly Term[], at: CursorValues): Statement {
  const { parameters, values } = placed(query, at)
  return {
    text: `select exists (${rowsSql(query, terms, conditionsFrom(terms, { parameters }), 1)})`,
    values,
  }
}

function rowsSql(query: Query, terms: readonly Term[], conditions: readonly string[], limit: number): string {
  // The line's end closes a comment that the query may end with.
  const parts = conditions.map(
    (condition) =>
      `select q.* from (${query.text}\n) q where ${condition} order by ${orderSql(terms, 'q')} limit ${limit}`,
  )
  if (parts.length === 1) return parts.join()
  const all = parts.map((part) => `(${part})`).join('\nunion all\n')
  return `select q.* from (${all}) q order by ${orderSql(terms, 'q')} limit ${limit}`
}

/** Parameters have no type of their own: PostgreSQL gives each that of the column which it is compared with. */
function placed({ values }: Query, at: CursorValues | null) {
  const texts: string[] = []
  const parameters = (at ?? []).map((value) => (value === null ? null : `$${values.length + texts.push(value)}`))
  return { parameters, values: [...values, ...texts] }
}

function same(column: string, parameter: string | null): string {
  const sql = columnSql(column, 'p')
  return parameter === null ? `${sql} is null` : `${sql} is not distinct from ${parameter}`
}
