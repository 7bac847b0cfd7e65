import { bareName, holds, type Node, plainColumn, quoteLiteral, replaceAt, whereComparisons } from '../../sql/index.ts'
import type { Twin } from '../../twin/index.ts'
import type { PlannedStatement } from '../planned-statement.ts'

/** Functions of the time, and of times. */
const ofTime: ReadonlySet<string> = new Set(['now', 'date_trunc', 'make_interval'])

/**
 * A statement with the time that `at >= now() - interval '7 days'` comes to. PostgreSQL leaves partitions out for such a
 * condition when it runs the statement and not when it plans it, so that the plan's cost would be that of all of them.
 */
export async function withFixedTimes(twin: Twin, { sql, context }: PlannedStatement): Promise<string> {
  let fixed = sql
  for (const comparison of whereComparisons(sql).toSorted((a, b) => b.start - a.start)) {
    const { left, operator, right } = comparison
    const [column, time] = isTime(right.node) ? [left, right] : [right, left]
    if (plainColumn(column.node) === null || !isTime(time.node)) continue
    const value = (await twin.run(`select ${time.text}`, context)).rows[0]?.[0]
    if (value == null) continue
    const sides = [column.text, quoteLiteral(value)]
    fixed = replaceAt(fixed, comparison, (time === right ? sides : sides.toReversed()).join(` ${operator} `))
  }
  return fixed
}

function isTime(node: Node): boolean {
  const is = (wanted: Parameters<typeof holds>[1]) => holds(node, wanted)
  const isCall = (one: Readonly<Record<string, unknown>>) => 'FuncCall' in one
  const isOther = (one: Readonly<Record<string, unknown>>) => {
    if ('ColumnRef' in one || 'ParamRef' in one || 'SubLink' in one) return true
    const call = one.FuncCall as { readonly funcname?: Node[] } | undefined
    return call !== undefined && !ofTime.has(bareName(call.funcname))
  }
  return !is(isOther) && (is(isCall) || is((one) => 'SQLValueFunction' in one))
}
