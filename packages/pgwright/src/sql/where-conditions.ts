import { isDeepStrictEqual } from 'node:util'
import { type Node, type Token, tokensOf, tryParse, walk } from './parser.ts'
import { conjuncts } from './plan-expression.ts'

/** One of the conditions that a WHERE clause joins by AND. */
export interface WhereCondition {
  readonly node: Node
  /** What the query takes its rows from. */
  readonly from: readonly Node[]
  /** The condition's place in the text, by that of one of its tokens outside of brackets; null where it is not certain. */
  readonly placeBy: (location: number) => Place | null
}

export interface Place {
  readonly text: string
  /** What comes before the token that it was found by, and after it. */
  readonly before: string
  readonly after: string
  /** In bytes. */
  readonly start: number
  readonly end: number
}

export type Select = Extract<Node, { SelectStmt: unknown }>['SelectStmt']

/** Of every query in one SELECT, the arms of a UNION too. */
export function whereConditions(sql: string): WhereCondition[] {
  const [statement, another] = tryParse(sql) ?? []
  if (statement === undefined || another !== undefined || !('SelectStmt' in statement)) return []
  const text: ScannedText = { tokens: tokensOf(sql), bytes: Buffer.from(sql) }
  const found: WhereCondition[] = []
  walk(statement, (node) => {
    // An arm of a UNION has no `SelectStmt` around it; only a query has a limit, by default none.
    if (node.whereClause === undefined || !('limitOption' in node)) return
    const { whereClause, fromClause: from = [] } = node as Select
    for (const condition of conjuncts(whereClause as Node))
      found.push({ node: condition, from, placeBy: (location) => placeOf(text, condition, location) })
  })
  return found
}

/** The statement with another text in the place of a condition. */
export function replaceAt(sql: string, { start, end }: Place, text: string): string {
  const bytes = Buffer.from(sql)
  return `${bytes.subarray(0, start)}${text}${bytes.subarray(end)}`
}

interface ScannedText {
  readonly tokens: readonly Token[]
  readonly bytes: Buffer
}

/** What ends a condition that is joined by AND, where no bracket is open. */
const boundaries = new Set(
  'where and or group order limit offset having window for union intersect except fetch ;'.split(' '),
)

function placeOf({ tokens, bytes }: ScannedText, condition: Node, location: number): Place | null {
  const at = tokens.findIndex(({ start }) => start === location)
  const token = tokens[at]
  const [first, last] = [edge(tokens, at, -1), edge(tokens, at, 1)]
  if (token === undefined || first === undefined || last === undefined) return null
  const [start, end] = [first.start, last.end]
  const cut = (from: number, to: number) => bytes.subarray(from, to).toString()
  const text = cut(start, end)
  // The parser tells where a condition has a token and not where it ends; that this is it is seen by parsing it.
  if (!isSame(parsedCondition(text), condition)) return null
  return { text, before: cut(start, token.start).trim(), after: cut(token.end, end).trim(), start, end }
}

/** The last token on that side that still belongs to the condition. */
function edge(tokens: readonly Token[], at: number, step: -1 | 1): Token | undefined {
  const [opening, closing] = step === 1 ? ['([', ')]'] : [')]', '([']
  let depth = 0
  let found: Token | undefined
  for (let i = at + step; i >= 0 && i < tokens.length; i += step) {
    const token = tokens[i]
    if (token === undefined || token.comment) break
    if (closing.includes(token.text) && depth-- === 0) break
    if (opening.includes(token.text)) depth++
    if (depth === 0 && boundaries.has(token.text.toLowerCase())) break
    found = token
  }
  return found
}

/** The tree of an expression that stands alone. */
export function parsedCondition(expression: string): Node | undefined {
  const [statement] = tryParse(`select where ${expression}`) ?? []
  return statement !== undefined && 'SelectStmt' in statement ? statement.SelectStmt.whereClause : undefined
}

/** Whether two trees are the same but for where they stand. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === undefined || other === undefined) return false
  const [first, second] = [withoutPlaces(one), withoutPlaces(other)]
  // A tree that was put together has its fields in another order than the parser's.
  return first === second || isDeepStrictEqual(JSON.parse(first), JSON.parse(second))
}

function withoutPlaces(node: unknown): string {
  return JSON.stringify(node, (key, value: unknown) => (key === 'location' ? undefined : value))
}
