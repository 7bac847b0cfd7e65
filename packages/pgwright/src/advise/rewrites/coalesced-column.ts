import { type Node, tryParse, walk } from '../../sql/index.ts'
import type { Rule } from './rule.ts'

/**
 * `coalesce(x, $1) = $2` as two conditions on the column, each of which an index serves. Beside a value that is there the
 * stand-in has no say; and where there is none, the condition is asked as it was. So neither needs to be known.
 *
 * The old condition comes first, so that it is still what tells the value's type. A parameter that stands elsewhere too
 * could have another type by that, and the column be compared in another way beside it than beside its stand-in.
 */
export const coalescedColumn: Rule = {
  because: 'No index on the column serves a condition on what stands in for its nulls.',
  rewrite: ({ about, operator, value, valueText, text, column, standsOnce }) => {
    if (operator !== '=' || !('CoalesceExpr' in about) || !('ParamRef' in value)) return null
    const [first, standIn, another] = about.CoalesceExpr.args ?? []
    if (first === undefined || standIn === undefined || another !== undefined || !('ParamRef' in standIn)) return null
    if (!standsOnce(standIn) || !standsOnce(value)) return null
    const named = column(first)
    if (named === null || named.column.notNull || !plainTypes.test(named.column.type)) return null
    return { text: `((${named.text} is null and ${text}) or ${named.text} = ${valueText})`, table: named.table }
  },
}

/** Types that are compared in the same way beside whatever a parameter is taken for; `char(n)` is not, nor is `citext`. */
export const plainTypes =
  /^(smallint|integer|bigint|numeric(\(.*\))?|text|character varying(\(\d+\))?|boolean|date|uuid|timestamp(\(\d\))? (with|without) time zone)$/

/** Parameters that stand in for nulls, each with one that its column is compared with: values for that do for both. */
export function standIns(sql: string): Map<number, number> {
  const found = new Map<number, number>()
  walk(tryParse(sql), (node) => {
    const { lexpr, rexpr } = (node.A_Expr ?? {}) as Extract<Node, { A_Expr: unknown }>['A_Expr']
    for (const [about, value] of [
      [lexpr, rexpr],
      [rexpr, lexpr],
    ]) {
      if (about === undefined || value === undefined || !('CoalesceExpr' in about) || !('ParamRef' in value)) continue
      for (const standIn of about.CoalesceExpr.args ?? [])
        if ('ParamRef' in standIn) found.set(standIn.ParamRef.number ?? 0, value.ParamRef.number ?? 0)
    }
  })
  return found
}
