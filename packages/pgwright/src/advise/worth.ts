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
  const queries = new Map<PlannedStatement['statement'], Query>()
  let total = 0
  for (const planned of statements) {
    const { statement, weight, share } = planned
    const [before, after] = [await costs.of(planned, without), await costs.of(planned, set)]
    total += weight * (before - after)
    const { costBefore, costAfter } = queries.get(statement) ?? { costBefore: 0, costAfter: 0 }
    const { fingerprint } = statement
    queries.set(statement, {
      fingerprint,
      costBefore: costBefore + share * before,
      costAfter: costAfter + share * after,
    })
  }
  const changed = [...queries.values()].filter(({ costBefore, costAfter }) => costBefore !== costAfter)
  return { total, queries: changed.sort((a, b) => gain(b) - gain(a)) }
}

type Query = Change['benefit']['queries'][number]

function gain({ costBefore, costAfter }: Query): number {
  return costBefore - costAfter
}
