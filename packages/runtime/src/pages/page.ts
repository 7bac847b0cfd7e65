import { createHash } from 'node:crypto'
import type pg from 'pg'
import { RuntimeError } from '../error.ts'
import type { Queryable } from '../queryable.ts'
import { type CursorUse, type CursorValues, readCursor, type Secret, secretsOf, signCursor } from './cursor.ts'
import { type PageOrder, reversed, type Term, termsOf } from './order.ts'
import { orderFacts, requireUnique } from './order-facts.ts'
import { existsStatement, pageStatement, type Query, type Statement } from './statement.ts'
import { type Total, totalOf } from './total.ts'

export interface PageOptions {
  /** A `select` without `order by` and `limit`, which would keep PostgreSQL from going straight to the page. */
  readonly text: string
  readonly values?: readonly unknown[]
  /** The columns must be unique together: end with the primary key. */
  readonly orderBy: readonly PageOrder[]
  /** Says that the columns are unique together, where no unique index of one table does. */
  readonly unique?: boolean
  /** Rows of a page, 1 to 10,000. */
  readonly limit: number
  /** The page that follows this cursor. */
  readonly after?: string | null
  /** The page that comes before this cursor. */
  readonly before?: string | null
  /** Without a cursor: the first page, or the last. Default `start`. */
  readonly from?: 'start' | 'end'
  /** Signs cursors; of several, the first signs and all are accepted, so that keys can be changed. 16 bytes or more. */
  readonly secret: Secret | readonly Secret[]
  /** Whom cursors are made for, such as a tenant or user: to others they are forged. */
  readonly boundTo?: string
  /**
   * Prepares the statement on each connection, which saves planning it: about half of the time of a small page. Not
   * behind a PgBouncer before 1.21 in transaction mode. Default false.
   */
  readonly prepare?: boolean
  /** Default none. */
  readonly total?: 'estimate' | 'exact'
}

export interface Page<Row> {
  /** In the order, whichever way the page was reached. */
  readonly rows: readonly Row[]
  /** Of the first row, for `before`; null where there are no rows. */
  readonly startCursor: string | null
  /** Of the last row, for `after`; null where there are no rows. */
  readonly endCursor: string | null
  readonly hasNext: boolean
  readonly hasPrevious: boolean
  /** Null where it was not asked for. */
  readonly total: Total | null
  /** The cursor of one row, by its place in `rows`, such as the edges of GraphQL have. */
  cursorAt(index: number): string
}

const mostRows = 10_000

/**
 * One page of a query by the values at its edge instead of a count of rows to skip: as quick at any depth, and right
 * while rows are added and removed. One round trip, one more where the row at the cursor is gone, one for a total, and
 * two each minute for each query in each pool.
 * @throws RuntimeError `usage` on options that can't be, on an order that is not total, and where two rows of the page
 *   stand at the same place; `forged` on a cursor of somebody else; errors of PostgreSQL as they are
 */
export async function page<Row extends object = Record<string, unknown>>(
  pool: Queryable,
  options: PageOptions,
): Promise<Page<Row>> {
  const { text, values = [], limit } = options
  const asked = termsOf(options.orderBy)
  const use: CursorUse = { secrets: secretsOf(options.secret), text, terms: asked, boundTo: options.boundTo }
  const { backwards, at } = startOf(options, use)
  const query: Query = { text, values, prepare: options.prepare ?? false }
  const facts = await orderFacts(pool, query, asked)
  if (options.unique !== true) requireUnique(facts)
  const terms = asked.map((term) => ({ ...term, nullable: !facts.notNull.has(term.column) }))
  const onward = backwards ? reversed(terms) : terms
  const found = await fetchRows<Row>(pool, query, onward, at, limit)
  const hasMore = found.keyed.length > limit
  const keyed = found.keyed.slice(0, limit)
  if (backwards) keyed.reverse()
  const isBehind = at !== null && (found.sawPlace || (await isAnyBehind(pool, query, onward, at)))
  const cursorAt = (index: number) => {
    const row = keyed.at(index)
    if (row === undefined) throw new RangeError(`The page has no row ${index}.`)
    return signCursor(row.key, use)
  }
  return {
    rows: keyed.map(({ row }) => row),
    startCursor: keyed.length === 0 ? null : cursorAt(0),
    endCursor: keyed.length === 0 ? null : cursorAt(-1),
    hasNext: backwards ? isBehind : hasMore,
    hasPrevious: backwards ? hasMore : isBehind,
    total: options.total === undefined ? null : await totalOf(pool, query, options.total),
    cursorAt,
  }
}

function startOf(options: PageOptions, use: CursorUse): { backwards: boolean; at: CursorValues | null } {
  const { limit, from = 'start' } = options
  const after = options.after ?? null
  const before = options.before ?? null
  if (!Number.isInteger(limit) || limit < 1 || limit > mostRows)
    throw usage(`\`limit\` must be a whole number from 1 to ${mostRows}`)
  if (after !== null && before !== null) throw usage('A page is either after a cursor or before one, not both')
  if (!['start', 'end'].includes(from)) throw usage('`from` is start or end')
  const cursor = after ?? before
  return {
    backwards: before !== null || (after === null && from === 'end'),
    at: cursor === null ? null : readCursor(cursor, use),
  }
}

interface Found<Row> {
  /** Without the row at the place, from there on; one more than a page has where there is one. */
  readonly keyed: { readonly row: Row; readonly key: CursorValues }[]
  /** Whether the row at the place is still there. */
  readonly sawPlace: boolean
}

/** Asks for one row more than the page has, and for the row at the cursor, which tells that there is one behind. */
async function fetchRows<Row>(
  pool: Queryable,
  query: Query,
  terms: readonly Term[],
  at: CursorValues | null,
  limit: number,
): Promise<Found<Row>> {
  const statement = pageStatement(query, terms, at, limit + (at === null ? 1 : 2))
  const { rows, fields } = await pool.query<unknown[]>({ ...configOf(statement, query), rowMode: 'array' })
  if (rows.some((row) => row.at(-1) === true)) throw tied()
  const columns = fields.slice(0, -3)
  const sawPlace = rows[0]?.at(-2) === true
  const keyed = rows.slice(sawPlace ? 1 : 0).map((row) => ({
    row: Object.fromEntries(columns.map(({ name }, i) => [name, row[i]])) as Row,
    key: JSON.parse(row.at(-3) as string) as CursorValues,
  }))
  return { keyed, sawPlace }
}

/** Only where the row at the cursor is gone. */
async function isAnyBehind(pool: Queryable, query: Query, terms: readonly Term[], at: CursorValues): Promise<boolean> {
  const statement = existsStatement(query, reversed(terms), at)
  const { rows } = await pool.query<[boolean]>({ ...configOf(statement, query), rowMode: 'array' })
  return rows[0]?.[0] === true
}

/** A name must never come with another text, which pg refuses: it is made of the text. */
function configOf({ text, values }: Statement, { prepare }: Query): pg.QueryConfig {
  if (!prepare) return { text, values: [...values] }
  return {
    name: `page_${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`,
    text,
    values: [...values],
  }
}

function tied(): RuntimeError {
  return new RuntimeError(
    'usage',
    'Two rows of the page stand at the same place of the order, and a page that ends between them would lose one.',
    'End `orderBy` with columns that are unique in the result of the query; a join may bring a row more than once.',
  )
}

function usage(message: string): RuntimeError {
  return new RuntimeError('usage', `${message}.`, 'See the options of `page`.')
}
