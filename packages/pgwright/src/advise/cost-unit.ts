import type { EstimatedTime } from '../model/index.ts'
import type { PlannedStatement } from './planned-statement.ts'

export type CostUnit = Pick<EstimatedTime, 'msPerCostUnit' | 'statements' | 'factor'>

/** The factor is such that this share of the time lies within it. */
const agreeing = 0.8

/**
 * What one of the planner's cost units took on the source: the median over the workload's time, which a few statements
 * that the planner is wrong about do not move. Null where no time is known.
 *
 * What writes is left out: the planner charges for finding the rows, and not for writing them (`create_modifytable_path`).
 */
export function costUnit(statements: readonly PlannedStatement[]): CostUnit | null {
  const costs = new Map<PlannedStatement['statement'], number>()
  for (const { statement, share, plan } of statements) {
    if (statement.totalMs <= 0 || statement.calls <= 0 || plan['Node Type'] === 'ModifyTable') continue
    costs.set(statement, (costs.get(statement) ?? 0) + share * plan['Total Cost'])
  }
  const rates = [...costs].flatMap(([{ totalMs, calls }, cost]) =>
    cost > 0 ? [{ value: totalMs / calls / cost, weight: totalMs }] : [],
  )
  if (rates.length === 0) return null
  const msPerCostUnit = weightedQuantile(rates, 0.5)
  const distances = rates.map(({ value, weight }) => ({ value: Math.abs(Math.log(value / msPerCostUnit)), weight }))
  return { msPerCostUnit, statements: rates.length, factor: Math.exp(weightedQuantile(distances, agreeing)) }
}

/** The least value at which the values up to it have `share` of the weight. */
function weightedQuantile(
  values: readonly { readonly value: number; readonly weight: number }[],
  share: number,
): number {
  const sorted = [...values].sort((a, b) => a.value - b.value)
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0)
  let sum = 0
  for (const { value, weight } of sorted) {
    sum += weight
    if (sum >= total * share) return value
  }
  return sorted.at(-1)?.value ?? Number.NaN
}
