import type { SpecCandidate } from '../../../packages/pgwright/src/twin/index.ts'
import type { Problem } from '../problem.ts'
import { bytesOf, fits } from './budget.ts'
import { type IndexSet, noIndexes, withIndex } from './index-set.ts'
import type { Evaluated, Objective } from './objective.ts'

export interface GreedyOptions {
  readonly budget: Pick<Problem, 'sizeOf' | 'budgetBytes'>
  /** Indexes in all. */
  readonly most?: number
  /** Which of two gains is the larger. */
  readonly by: 'gain' | 'gain per byte'
  readonly late: () => boolean
}

/** The best set of at most two candidates, all of them tried. */
export async function bestPair(
  objective: Objective,
  candidates: readonly SpecCandidate[],
  { budget, late }: GreedyOptions,
): Promise<Evaluated> {
  const nothing = await objective.evaluate(noIndexes)
  let best = nothing
  const consider = async (indexes: IndexSet, from: Evaluated) => {
    const next = await objective.evaluate(indexes, from)
    if (next.total < best.total && fits(indexes, budget)) best = next
    return next
  }
  for (const [i, one] of candidates.entries()) {
    if (late()) break
    const alone = await consider(new Set([one]), nothing)
    for (const two of candidates.slice(i + 1)) {
      if (late()) break
      await consider(new Set([one, two]), alone)
    }
  }
  return best
}

/** Adds the candidate that gains most, again and again, while one gains at all and fits. */
export async function grow(
  objective: Objective,
  start: Evaluated,
  candidates: readonly SpecCandidate[],
  { budget, most = Number.POSITIVE_INFINITY, by, late }: GreedyOptions,
): Promise<Evaluated> {
  let current = start
  while (current.indexes.size < most && !late()) {
    let best: { readonly score: number; readonly next: Evaluated } | null = null
    const taken = bytesOf(current.indexes, budget)
    for (const candidate of candidates) {
      if (late()) break
      const bytes = budget.sizeOf(candidate)
      if (current.indexes.has(candidate) || taken + bytes > budget.budgetBytes) continue
      const next = await objective.evaluate(withIndex(current.indexes, candidate), current)
      const gain = current.total - next.total
      const score = by === 'gain' ? gain : gain / Math.max(1, bytes)
      if (score > (best?.score ?? 0)) best = { score, next }
    }
    if (best === null) break
    current = best.next
  }
  return current
}
