import type { Index, Snapshot } from '../model/index.ts'
import type { SpecCandidate } from '../twin/index.ts'
import { coveredIndexes } from './redundant.ts'
import type { WriteCosts } from './writes/write-costs.ts'

/** What keeping an index costs, less what goes with the existing ones that it makes redundant. */
export class Keeping {
  readonly #snapshot: Snapshot
  readonly #writes: WriteCosts
  readonly #covered = new Map<SpecCandidate, readonly Index[]>()

  constructor(snapshot: Snapshot, writes: WriteCosts) {
    this.#snapshot = snapshot
    this.#writes = writes
  }

  /**
   * In the planner's cost units over the whole workload. Never below zero: several new indexes can do the work of an
   * existing one, which is gone but once, and one that no statement gains by is not to be built for that.
   */
  upkeep(candidate: SpecCandidate): number {
    const saved = this.#coveredBy(candidate).reduce((sum, index) => sum + this.#writes.ofIndex(index).cost, 0)
    return Math.max(0, this.#writes.of(candidate).cost - saved)
  }

  #coveredBy(candidate: SpecCandidate): readonly Index[] {
    const known = this.#covered.get(candidate) ?? coveredIndexes(candidate, this.#snapshot)
    this.#covered.set(candidate, known)
    return known
  }
}
