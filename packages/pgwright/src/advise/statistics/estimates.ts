import { fillParameters, quoteLiteral, quoteQualified } from '../../sql/index.ts'
import type { PlanNode, Twin, TypicalValues } from '../../twin/index.ts'
import type { Combination } from './sampled-values.ts'
import type { AskedKey, Together } from './together.ts'

/** The planner sees every row, whoever runs the statement: what it knows of a table does not depend on policies. */
const everyRow = { role: null, settings: {} }

/** Rows of the table as the planner takes it. */
export async function tableRows(twin: Twin, { on }: Together): Promise<number> {
  return (await twin.explain(`select from ${quoteQualified(on.schema, on.name)}`, everyRow))['Plan Rows']
}

/**
 * Rows that the planner expects to have the values, or groups that it expects.
 *
 * @param combination null for any values
 */
export async function estimated(
  twin: Twin,
  { on, of }: Together,
  keys: readonly AskedKey[],
  combination: Combination | null,
): Promise<number> {
  const table = quoteQualified(on.schema, on.name)
  const texts = keys.map(({ text }) => text)
  const value = (i: number) => {
    const known = combination?.values[i]
    return known === undefined ? `$${i + 1}` : quoteLiteral(known)
  }
  const sql =
    of === 'groups'
      ? `select from ${table} group by ${texts.join(', ')}`
      : `select from ${table} where ${texts.map((text, i) => `${text} = ${value(i)}`).join(' and ')}`
  return (await twin.explain(sql, everyRow))['Plan Rows']
}

/** How often the planner is wrong by at most, going by what its estimates of the single keys bound. */
export async function mayBeWrong(twin: Twin, together: Together): Promise<number> {
  const { keys, of } = together
  // Of an expression without statistics the planner knows nothing that could be a bound.
  if (keys.some(({ isExpression }) => isExpression)) return Number.POSITIVE_INFINITY
  const all = await estimated(twin, together, keys, null)
  const single: number[] = []
  for (const key of keys) single.push(await estimated(twin, together, [key], null))
  return of === 'groups' ? factor(all, Math.max(...single)) : factor(all, Math.min(...single))
}

/** The plan of the statement when it asks for a combination; null for any. */
export async function plannedFor(
  twin: Twin,
  typical: TypicalValues,
  { keys, planned, sql, plan }: Together,
  combination: Combination | null,
): Promise<PlanNode> {
  const literals = new Map<number, string>()
  const settings: Record<string, string> = { ...planned.context.settings }
  for (const [i, { operand }] of keys.entries()) {
    const value = combination?.values[i]
    if (value === undefined) continue
    if (operand?.kind === 'parameter') literals.set(operand.number, quoteLiteral(value))
    if (operand?.kind === 'setting') settings[operand.name] = value
  }
  const text = literals.size === 0 ? sql : fillParameters(sql, literals)
  return twin.explain(typical.fill(text, plan), { ...planned.context, settings })
}

/** By how much two counts differ, 1 or more. */
export function factor(one: number, other: number): number {
  const [a, b] = [Math.max(1, one), Math.max(1, other)]
  return Math.max(a / b, b / a)
}
