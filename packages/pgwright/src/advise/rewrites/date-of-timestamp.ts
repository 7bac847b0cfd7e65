import { bareName, type Node } from '../../sql/index.ts'
import type { Rule } from './rule.ts'

/**
 * `date(at) = $1` and `at::date = $1`, and the same with `<`, `<=`, `>` and `>=`, as bounds of the column.
 *
 * A timestamp without time zone is at a day from its midnight to its last microsecond, the smallest step of the type.
 * `< day + 1` would be the same but for `infinity`, of which the day after is the same day.
 *
 * With a time zone the session's decides, and where clocks are put back across midnight (America/St_Johns until 2011,
 * at a minute past) one day's instants are not in one piece. So the condition stays, and bounds that no zone reaches
 * are put beside it: clocks were never put back by more than a day. It stays for a bare parameter as well: that is a
 * timestamp where the driver says so, or where it is compared with one elsewhere, and has a time within its day.
 */
export const dateOfTimestamp: Rule = {
  because: 'No index on the column serves a condition on its date.',
  rewrite: ({ about, operator, value, valueText, text, column }) => {
    const node = datedColumn(about)
    const named = node === null ? null : column(node)
    const day = dayOf(value, valueText)
    if (named === null || day === null) return null
    if (!anyTimestamp.test(named.column.type)) return null
    const certain = timestamp.test(named.column.type) && day.certain
    const bounds = certain ? inPlace(named.text, day.text) : beside(named.text, day.text, text)
    const instead = bounds[operator]
    return instead === undefined ? null : { text: instead, table: named.table }
  },
}

const timestamp = /^timestamp(\(\d\))? without time zone$/
const anyTimestamp = /^timestamp(\(\d\))? with(out)? time zone$/

function inPlace(column: string, day: string): Readonly<Record<string, string>> {
  const end = `${day} + time '23:59:59.999999'`
  return {
    '=': `${column} >= ${day} and ${column} <= ${end}`,
    '>=': `${column} >= ${day}`,
    '<': `${column} < ${day}`,
    '>': `${column} > ${end}`,
    '<=': `${column} <= ${end}`,
  }
}

function beside(column: string, day: string, condition: string): Readonly<Record<string, string>> {
  const [above, below] = [`${column} >= ${day} - 1`, `${column} <= ${day} + 2`]
  return {
    '=': `${condition} and ${above} and ${below}`,
    '>=': `${condition} and ${above}`,
    '>': `${condition} and ${above}`,
    '<': `${condition} and ${below}`,
    '<=': `${condition} and ${below}`,
  }
}

function datedColumn(node: Node): Node | null {
  if ('TypeCast' in node) return isDate(node) ? (node.TypeCast.arg ?? null) : null
  if (!('FuncCall' in node) || !isOwn(node.FuncCall.funcname)) return null
  const [only, another] = node.FuncCall.args ?? []
  return another === undefined ? (only ?? null) : null
}

interface Day {
  readonly text: string
  /** The value is a date and nothing else. */
  readonly certain: boolean
}

/** The day of a value that the date of a column can be compared with. */
function dayOf(value: Node, text: string): Day | null {
  if ('ParamRef' in value) return { text: `${text}::date`, certain: false }
  const inner = isDate(value) ? value.TypeCast.arg : undefined
  const today = 'SQLValueFunction' in value && value.SQLValueFunction.op === 'SVFOP_CURRENT_DATE'
  return today || (inner !== undefined && 'ParamRef' in inner) ? { text, certain: true } : null
}

function isDate(node: Node): node is Extract<Node, { TypeCast: unknown }> {
  if (!('TypeCast' in node)) return false
  const { names = [], arrayBounds } = node.TypeCast.typeName ?? {}
  return arrayBounds === undefined && isOwn(names)
}

/** PostgreSQL's own, which comes before what a user calls so. */
function isOwn(names: readonly Node[] = []): boolean {
  return bareName(names) === 'date' && (names.length === 1 || bareName(names.slice(0, 1)) === 'pg_catalog')
}
