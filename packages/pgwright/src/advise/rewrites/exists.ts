import type { ObjectName, Snapshot } from '../../model/index.ts'
import {
  bareName,
  existsText,
  holds,
  type Node,
  readableIdentifier,
  replaceAt,
  smallNumber,
  type WhereCount,
  type WhereNotIn,
  type WhereSubquery,
  whereCounts,
  whereNotIns,
} from '../../sql/index.ts'
import { plainTypes } from './coalesced-column.ts'
import { ColumnFinder } from './column-of.ts'
import { isNeverNull } from './never-null.ts'

export interface WithExists {
  readonly sql: string
  /** That the query of a condition takes its rows from. */
  readonly table: ObjectName
  readonly because: string
}

/**
 * A statement with one condition on what a query returns as one on whether it returns anything; null where there is none
 * that holds for the same rows so.
 */
export function withExists(snapshot: Snapshot, sql: string): WithExists | null {
  const finder = new ColumnFinder(snapshot, sql)
  const replaced = (condition: WhereSubquery, text: string | null, because: string) => {
    const [first] = finder.tables(condition.query.fromClause ?? []) ?? []
    if (text === null || first === undefined || !isRepeatable(snapshot, condition)) return []
    return [{ sql: replaceAt(sql, condition, text), table: first.table, because }]
  }
  const [found] = [
    ...whereNotIns(sql).flatMap((one) => replaced(one, notExists(snapshot, finder, one), becauseNotIn)),
    ...whereCounts(sql).flatMap((one) => replaced(one, existsForCount(one), becauseCount)),
  ]
  return found ?? null
}

const becauseNotIn = 'NOT IN over a query allows no join, which NOT EXISTS does where there are no nulls.'
const becauseCount = 'Whether there are any rows is told by the first one, and all are counted.'

/**
 * Where one of the two can be null, NOT IN is not true, and NOT EXISTS is. So both must be columns that never are, of types
 * whose comparison never is. The column outside is called by its table, which no other name within may stand for.
 */
function notExists(snapshot: Snapshot, finder: ColumnFinder, condition: WhereNotIn): string | null {
  const { query, from } = condition
  const inside = query.fromClause ?? []
  const [value, column] = [finder.find(condition.value, from), finder.find(condition.column, inside)]
  const [tables, around] = [finder.tables(inside), finder.tables(from)]
  if (value === null || column === null || tables === null || around === null) return null
  if (!isNeverNull(snapshot, value, from) || !isNeverNull(snapshot, column, inside)) return null
  if (!plainTypes.test(value.column.type) || !plainTypes.test(column.column.type)) return null
  const isCalled = (alias: string) => tables.filter((one) => one.alias === alias).length
  if (isCalled(value.alias) > 0 || isCalled(column.alias) > 1) return null
  if (around.filter(({ alias }) => alias === value.alias).length > 1) return null
  const named = [column, value].map((one) => [one.alias, one.column.name].map(readableIdentifier).join('.'))
  const text = existsText(condition, named.join(' = '))
  return text === null ? null : `not ${text}`
}

/** A count is never null, and never below nought. */
function existsForCount(condition: WhereCount): string | null {
  const compared = `${condition.operator} ${smallNumber(condition.number)}`
  if (['> 0', '>= 1', '<> 0'].includes(compared)) return existsText(condition)
  if (!['= 0', '<= 0', '< 1'].includes(compared)) return null
  const text = existsText(condition)
  return text === null ? null : `not ${text}`
}

/** How many rows of the query are looked at must not show, as it would where each calls `random` or `nextval`. */
function isRepeatable({ functions }: Snapshot, { query: { fromClause, whereClause } }: WhereSubquery): boolean {
  return !holds([fromClause, whereClause], ({ FuncCall: call }) => {
    if (call === undefined) return false
    const name = bareName((call as { funcname?: Node[] }).funcname)
    return !repeatable.has(name) || functions.some((one) => one.name === name)
  })
}

/** PostgreSQL's own that statements ask with, none of which is volatile. */
const repeatable: ReadonlySet<string> = new Set(
  'now lower upper btrim length date date_trunc timezone extract date_part abs round'.split(' '),
)
