import type { Change } from '../model/index.ts'
import type { CandidateSet, CostModel } from './cost-model.ts'
import type { PlannedStatement } from './planned-statement.ts'

/** The weighted sum of the planner's total costs. */
export async function workloadCost(model: CostModel, statements: readonly PlannedStatement[], set: CandidateSet) {
  let sum = 0
  for (const planned of statements) sum += planned.weight * (await model.cost(planned, set))
  return sum
}

/** What the workload loses when `name` leaves `set`: the part of the gain that is this index's own. */
export async function benefitOf(
  model: CostModel,
  statements: readonly PlannedStatement[],
  set: CandidateSet,
  name: string,
): Promise<Change['benefit']> {
  const without = new Set([...set].filter((other) => other !== name))
  const queries: Change['benefit']['queries'] = []
  let total = 0
  for (const planned of statements) {
    const [costBefore, costAfter] = [await model.cost(planned, without), await model.cost(planned, set)]
    if (costBefore === costAfter) continue
    total += planned.weight * (costBefore - costAfter)
    queries.push({ fingerprint: planned.statement.fingerprint, costBefore, costAfter })
  }
  return { total, queries: queries.sort((a, b) => b.costBefore - b.costAfter - (a.costBefore - a.costAfter)) }
}
