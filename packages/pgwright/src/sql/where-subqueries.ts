import { fillParameters } from './parameters.ts'
import { type Node, tokensOf, tryParse } from './parser.ts'
import { mirroredOperators } from './plan-expression.ts'
import { whereComparisons } from './where-comparisons.ts'
import { isSame, type Place, parsedCondition, type Select, whereConditions } from './where-conditions.ts'

/** `value not in (select column from …)`, or a count of the rows of a query that is compared with a number. */
export interface WhereSubquery extends Place {
  readonly query: Select
  /** The query in its brackets. */
  readonly queryText: string
  /** What the query around takes its rows from. */
  readonly from: readonly Node[]
}

export interface WhereNotIn extends WhereSubquery {
  readonly value: Node
  readonly column: Node
}

export interface WhereCount extends WhereSubquery {
  readonly operator: string
  readonly number: Node
}

/** Conditions of a WHERE clause, joined by AND with others, that keep what a query returns out; its DISTINCT may go. */
export function whereNotIns(sql: string): WhereNotIn[] {
  return whereConditions(sql).flatMap(({ node, from, placeBy }) => {
    const inner = 'BoolExpr' in node && node.BoolExpr.boolop === 'NOT_EXPR' ? node.BoolExpr.args?.[0] : undefined
    if (inner === undefined || !('SubLink' in inner)) return []
    const { subLinkType, operName, testexpr: value, location = 0 } = inner.SubLink
    const query = onlyRows(inner, 'distinctClause')
    const column = query === null ? undefined : onlyTarget(query)
    if (subLinkType !== 'ANY_SUBLINK' || operName !== undefined || value === undefined) return []
    const place = column === undefined ? null : placeBy(location)
    if (query === null || column === undefined || place === null) return []
    const queryText = place.after.replace(/^in\s*/i, '')
    return [{ ...place, query, queryText, from, value, column }]
  })
}

/** `(select count(*) from …) > 0` and the like, whichever side it stands on. */
export function whereCounts(sql: string): WhereCount[] {
  return whereComparisons(sql).flatMap((comparison) => {
    const { left, operator, right } = comparison
    const ahead = countOf(left.node)
    if (ahead !== null) return [{ ...comparison, query: ahead, queryText: left.text, number: right.node }]
    const [behind, other] = [countOf(right.node), mirroredOperators[operator]]
    if (behind === null || other === undefined) return []
    return [{ ...comparison, query: behind, queryText: right.text, operator: other, number: left.node }]
  })
}

/**
 * A statement without its literals, but for those of its first text that counts are compared with, as long as they are 0 or
 * 1: they tell whether there are any rows, and nothing of the data.
 */
export function withCountsOf(sql: string, original: string): string {
  const [counts, known] = [whereCounts(sql), whereCounts(original)]
  if (counts.length !== known.length) return sql
  const literals = counts.flatMap(({ number }, i): [number, string][] => {
    const value = smallNumber(known[i]?.number)
    const parameter = 'ParamRef' in number ? number.ParamRef.number : undefined
    return parameter === undefined || value === null || value > 1 ? [] : [[parameter, String(value)]]
  })
  return fillParameters(sql, new Map(literals))
}

/** The value of an integer that is no parameter. */
export function smallNumber(node: Node | undefined): number | null {
  const value = node !== undefined && 'A_Const' in node ? node.A_Const.ival : undefined
  return value === undefined ? null : (value.ival ?? 0) // the parser leaves a nought out
}

/**
 * `exists (select from …)` over the rows of a query that stands in brackets; null where its text can't be told apart for
 * certain.
 *
 * @param condition one more that its rows must meet, as it is written within the query
 */
export function existsText({ query, queryText }: WhereSubquery, condition?: string): string | null {
  const rows = rowsText(queryText)
  const [parsed] = tryParse(`select ${rows}`) ?? []
  const { targetList: _, distinctClause: __, ...wanted } = query
  // Cut by its words; that it is the same query is seen by parsing it.
  if (rows === null || parsed === undefined || !('SelectStmt' in parsed)) return null
  if (!isSame(parsed.SelectStmt, wanted)) return null
  if (condition === undefined) return `exists (select ${rows})`
  const { whereClause } = query
  // AND binds before OR.
  if (whereClause !== undefined && 'BoolExpr' in whereClause && whereClause.BoolExpr.boolop === 'OR_EXPR') return null
  return `exists (select ${rows} ${whereClause === undefined ? 'where' : 'and'} ${condition})`
}

/** From the first FROM to the bracket that closes the query. */
function rowsText(queryText: string): string | null {
  const from = tokensOf(queryText).find(({ text }) => text.toLowerCase() === 'from')
  if (from === undefined || !queryText.endsWith(')')) return null
  return Buffer.from(queryText).subarray(from.start, -1).toString().trim()
}

/** The query of a sublink where it is rows of FROM that WHERE holds for, and no more. */
function onlyRows({ SubLink: { subselect } }: Extract<Node, { SubLink: unknown }>, ...more: string[]): Select | null {
  if (subselect === undefined || !('SelectStmt' in subselect)) return null
  const query = subselect.SelectStmt
  const known = ['targetList', 'fromClause', 'whereClause', 'limitOption', 'op', ...more]
  const plain = query.limitOption === 'LIMIT_OPTION_DEFAULT' && query.op === 'SETOP_NONE'
  const isPlainDistinct = query.distinctClause === undefined || isSame(query.distinctClause, [{}])
  return plain && isPlainDistinct && Object.keys(query).every((key) => known.includes(key)) ? query : null
}

function onlyTarget({ targetList: [target, another] = [] }: Select): Node | undefined {
  return another === undefined && target !== undefined && 'ResTarget' in target ? target.ResTarget.val : undefined
}

function countOf(node: Node): Select | null {
  if (!('SubLink' in node) || node.SubLink.subLinkType !== 'EXPR_SUBLINK') return null
  const query = onlyRows(node)
  const target = query === null ? undefined : onlyTarget(query)
  return target !== undefined && isCountOfAll(target) ? query : null
}

/**
 * As it is without FILTER, OVER or a schema: PostgreSQL's own. Parsed when it is asked: the parser's first call takes
 * long, and most commands come to load this file without one.
 */
function isCountOfAll(node: Node): boolean {
  return isSame(node, parsedCondition('count(*)'))
}
