import { type Effects, effectsOf, type PlannedEffect } from './effects.ts'
import type { PlannedStatement } from './planned-statement.ts'
import { type Bits, clearBit } from './search/bits.ts'
import type { Costs } from './search/costs.ts'

/** The weighted sum of the planner's total costs. */
export async function workloadCost(costs: Costs, statements: readonly PlannedStatement[], set: Bits): Promise<number> {
  const all = await costs.ofAll(statements, set)
  return statements.reduce((sum, { weight }, i) => sum + weight * (all[i] ?? 0), 0)
}

/** What the workload loses when an index leaves `set`: the part of the gain that is this index's own. */
export async function effectsOfIndex(
  costs: Costs,
  statements: readonly PlannedStatement[],
  set: Bits,
  index: number,
): Promise<Effects> {
  const without = set.slice()
  clearBit(without, index)
  const effects: PlannedEffect[] = []
  for (const planned of statements)
    effects.push({ planned, before: await costs.of(planned, without), after: await costs.of(planned, set) })
  return effectsOf(effects)
}
