import { type Node, type Token, tokensOf, tryParse, walk } from './parser.ts'
import { bareName, type ColumnUse, columnUse, conjuncts } from './plan-expression.ts'

/** `left operator right`, one of the conditions that a WHERE clause joins by AND, with its place in the text. */
export interface WhereComparison {
  readonly left: Side
  readonly operator: string
  readonly right: Side
  readonly text: string
  /** In bytes. */
  readonly start: number
  readonly end: number
  /** What the query takes its rows from. */
  readonly from: readonly Node[]
}

interface Side {
  readonly node: Node
  readonly text: string
}

/** Of every query in one SELECT, the arms of a UNION too. Those whose place in the text is not certain are left out. */
export function whereComparisons(sql: string): WhereComparison[] {
  const [statement, another] = tryParse(sql) ?? []
  if (statement === undefined || another !== undefined || !('SelectStmt' in statement)) return []
  const text: ScannedText = { tokens: tokensOf(sql), bytes: Buffer.from(sql) }
  const found: WhereComparison[] = []
  walk(statement, (node) => {
    // An arm of a UNION has no `SelectStmt` around it; only a query has a limit, by default none.
    const { whereClause, fromClause } = node
    if (whereClause === undefined || !('limitOption' in node)) return
    for (const condition of conjuncts(whereClause as Node)) {
      const place = comparisonAt(text, condition)
      if (place !== null) found.push({ ...place, from: (fromClause ?? []) as Node[] })
    }
  })
  return found
}

interface ScannedText {
  readonly tokens: readonly Token[]
  readonly bytes: Buffer
}

/** The statement with another text in the place of a condition. */
export function replaceComparison(sql: string, { start, end }: WhereComparison, text: string): string {
  const bytes = Buffer.from(sql)
  return `${bytes.subarray(0, start)}${text}${bytes.subarray(end)}`
}

/** What ends a condition that is joined by AND, where no bracket is open. */
const boundaries = new Set(
  'where and or group order limit offset having window for union intersect except fetch ;'.split(' '),
)

function comparisonAt({ tokens, bytes }: ScannedText, condition: Node): Omit<WhereComparison, 'from'> | null {
  if (!('A_Expr' in condition) || condition.A_Expr.kind !== 'AEXPR_OP') return null
  const { lexpr, rexpr, name, location = 0 } = condition.A_Expr
  const at = tokens.findIndex(({ start }) => start === location)
  const operator = tokens[at]
  if (lexpr === undefined || rexpr === undefined || operator === undefined) return null
  const [first, last] = [edge(tokens, at, -1), edge(tokens, at, 1)]
  if (first === undefined || last === undefined) return null
  const cut = (start: number, end: number) => bytes.subarray(start, end).toString()
  const [start, end] = [first.start, last.end]
  const text = cut(start, end)
  // The parser tells where an operator stands and not where its sides end; that these are they is seen by parsing them.
  if (!isSame(parsed(text), condition)) return null
  const left = { node: lexpr, text: cut(start, operator.start).trim() }
  const right = { node: rexpr, text: cut(operator.end, end).trim() }
  if (!isSame(parsed(left.text), lexpr) || !isSame(parsed(right.text), rexpr)) return null
  return { left, operator: bareName(name), right, text, start, end }
}

/** The last token on that side that still belongs to the condition. */
function edge(tokens: readonly Token[], operator: number, step: -1 | 1): Token | undefined {
  const [opening, closing] = step === 1 ? ['([', ')]'] : [')]', '([']
  let depth = 0
  let found: Token | undefined
  for (let i = operator + step; i >= 0 && i < tokens.length; i += step) {
    const token = tokens[i]
    if (token === undefined || token.comment) break
    if (closing.includes(token.text) && depth-- === 0) break
    if (opening.includes(token.text)) depth++
    if (depth === 0 && boundaries.has(token.text.toLowerCase())) break
    found = token
  }
  return found
}

function parsed(expression: string): Node | undefined {
  const [statement] = tryParse(`select where ${expression}`) ?? []
  return statement !== undefined && 'SelectStmt' in statement ? statement.SelectStmt.whereClause : undefined
}

function isSame(one: Node | undefined, other: Node): boolean {
  return one !== undefined && withoutPlaces(one) === withoutPlaces(other)
}

function withoutPlaces(node: Node): string {
  return JSON.stringify(node, (key, value: unknown) => (key === 'location' ? undefined : value))
}

/** The name under which a query knows a column, where the node is that and nothing else. */
export function plainColumn(node: Node): ColumnUse | null {
  return 'ColumnRef' in node ? columnUse(node) : null
}
