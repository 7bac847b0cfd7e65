import type { Change } from '../model/index.ts'
import type { PlannedStatement } from './planned-statement.ts'
import { type Bits, clearBit } from './search/bits.ts'
import type { Costs } from './search/costs.ts'

/** The weighted sum of the planner's total costs. */
export async function workloadCost(costs: Costs, statements: readonly PlannedStatement[], set: Bits): Promise<number> {
  const all = await costs.ofAll(statements, set)
  return statements.reduce((sum, { weight }, i) => sum + weight * (all[i] ?? 0), 0)
}

/** What the workload loses when an index leaves `set`: the part of the gain that is this index's own. */
export async function benefitOf(
  costs: Costs,
  statements: readonly PlannedStatement[],
  set: Bits,
  index: number,
): Promise<Change['benefit']> {
  const without = set.slice()
  clearBit(without, index)
  const queries = new Map<string, Change['benefit']['queries'][number]>()
  let total = 0
  for (const planned of statements) {
    const { statement, weight } = planned
    const [costBefore, costAfter] = [await costs.of(planned, without), await costs.of(planned, set)]
    if (costBefore === costAfter) continue
    total += weight * (costBefore - costAfter)
    const { fingerprint } = statement
    queries.set(fingerprint, { fingerprint, costBefore, costAfter })
  }
  const gain = (query: Change['benefit']['queries'][number]) => query.costBefore - query.costAfter
  return { total, queries: [...queries.values()].sort((a, b) => gain(b) - gain(a)) }
}
