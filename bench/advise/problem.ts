import type { SpecCandidate, Twin } from '../../packages/pgwright/src/twin/index.ts'
import type { PreparedStatement } from './statements.ts'

/** A set of indexes to be chosen, the same for whoever chooses. */
export interface Problem {
  /** With the indexes that the source has shown, and no others made yet. */
  readonly twin: Twin
  readonly statements: readonly PreparedStatement[]
  /** How many bytes of the budget an index takes. */
  readonly sizeOf: (candidate: SpecCandidate) => number
  readonly budgetBytes: number
  /** Key columns of an index at most. */
  readonly maxWidth: number
  /** What was found by then counts. As `Date.now()` counts. */
  readonly deadline: number
}

export interface Outcome {
  readonly indexes: readonly SpecCandidate[]
  /** How often the planner was asked: answers from the cache of plans aren't counted. */
  readonly whatIfCalls: number
  /** The deadline ended the search. */
  readonly capped: boolean
}

/** A published way to choose B-trees for a workload. */
export interface Baseline {
  readonly name: string
  choose(problem: Problem): Promise<Outcome>
}
