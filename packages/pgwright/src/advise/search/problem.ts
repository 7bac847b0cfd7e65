import { bitsOf } from './bits.ts'
import type { StatementPlans } from './statement-plans.ts'

/** An index that may be chosen. */
export interface IndexPrice {
  /** Of the budget. */
  readonly bytes: number
  /** What writes pay for it, in the units of the statements' weighted costs; 0 or more. */
  readonly upkeep: number
}

/** Which indexes to have: those that make the statements' weighted costs and the upkeep least, within limits. */
export interface Problem {
  readonly statements: readonly StatementPlans[]
  /** By number. */
  readonly indexes: readonly IndexPrice[]
  /** Null: none. */
  readonly budgetBytes: number | null
  readonly maxIndexes: number | null
}

/** What a set of indexes costs by the plans that are known, upkeep included. */
export function totalOf({ statements, indexes }: Problem, chosen: readonly number[]): number {
  const set = bitsOf(indexes.length, chosen)
  const costs = statements.reduce((sum, plans) => sum + plans.weight * plans.atMost(set), 0)
  return costs + chosen.reduce((sum, index) => sum + (indexes[index]?.upkeep ?? 0), 0)
}

/** What a set of indexes costs at least, whatever the planner would answer, upkeep included. */
export function leastOf({ statements, indexes }: Problem, chosen: readonly number[]): number {
  const set = bitsOf(indexes.length, chosen)
  const costs = statements.reduce((sum, plans) => sum + plans.weight * plans.atLeast(set), 0)
  return costs + chosen.reduce((sum, index) => sum + (indexes[index]?.upkeep ?? 0), 0)
}
