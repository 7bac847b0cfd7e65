import type { Plan } from '../model/index.ts'
import { type Effects, effectsOf, type PlannedEffect } from './effects.ts'
import type { PlannedStatement } from './planned-statement.ts'
import { type Bits, clearBit } from './search/bits.ts'
import type { Costs } from './search/costs.ts'

/** The weighted sum of the planner's total costs. */
export async function workloadCost(costs: Costs, statements: readonly PlannedStatement[], set: Bits): Promise<number> {
  const all = await costs.ofAll(statements, set)
  return statements.reduce((sum, { weight }, i) => sum + weight * (all[i] ?? 0), 0)
}

/** What a call of each statement costs on an average, without any candidate and with a set of them. */
export async function statementEstimates(
  costs: Costs,
  statements: readonly PlannedStatement[],
  set: Bits,
): Promise<NonNullable<Plan['estimates']>> {
  const none = set.map(() => 0)
  const found = new Map<PlannedStatement['statement'], { before: number; after: number }>()
  for (const planned of statements) {
    const { before, after } = found.get(planned.statement) ?? { before: 0, after: 0 }
    found.set(planned.statement, {
      before: before + planned.share * (await costs.of(planned, none)),
      after: after + planned.share * (await costs.of(planned, set)),
    })
  }
  return [...found].map(([{ fingerprint }, { before, after }]) => {
    return { fingerprint, costBefore: before, costAfter: after }
  })
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
