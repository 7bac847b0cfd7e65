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
 * are put beside it: clocks were never put back by more than a day.
 */
export const dateOfTimestamp: Rule = {
  because: 'No index on the column serves a condition on its date.',
  rewrite: ({ about, operator, value, valueText, text, column }) => {
    const node = datedColumn(about)
    const named = node === null ? null : column(node)
    const day = dayOf(value, valueText)
    if (named === null || day === null) return null
    const bounds = timestamp.test(named.column.type)
      ? withoutZone(named.text, day)[operator]
      : timestamptz.test(named.column.type)
        ? withZone(named.text, day, text)[operator]
        : undefined
    return bounds ?? null
  },
}

const timestamp = /^timestamp(\(\d\))? without time zone$/
const timestamptz = /^timestamp(\(\d\))? with time zone$/

function withoutZone(column: string, day: string): Readonly<Record<string, string>> {
  const end = `${day} + time '23:59:59.999999'`
  return {
    '=': `${column} >= ${day} and ${column} <= ${end}`,
    '>=': `${column} >= ${day}`,
    '<': `${column} < ${day}`,
    '>': `${column} > ${end}`,
    '<=': `${column} <= ${end}`,
  }
}

function withZone(column: string, day: string, condition: string): Readonly<Record<string, string>> {
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

/** A value that PostgreSQL takes for a date there: compared with a date, a parameter is one. */
function dayOf(value: Node, text: string): string | null {
  if ('ParamRef' in value) return `${text}::date`
  if ('SQLValueFunction' in value) return value.SQLValueFunction.op === 'SVFOP_CURRENT_DATE' ? text : null
  const inner = isDate(value) ? value.TypeCast.arg : undefined
  return inner !== undefined && 'ParamRef' in inner ? text : null
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
