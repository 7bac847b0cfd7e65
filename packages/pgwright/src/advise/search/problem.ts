import type { StatementPlans } from './statement-plans.ts'

/** An index that may be chosen. */
export interface IndexPrice {
  /** Of the budget. */
  readonly bytes: number
  /** What writes pay for it, in the units of the statements' weighted costs. */
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
