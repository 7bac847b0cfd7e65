import type { SpecCandidate } from '../../../packages/pgwright/src/twin/index.ts'
import type { Problem } from '../problem.ts'
import type { IndexSet } from './index-set.ts'

type Budget = Pick<Problem, 'sizeOf' | 'budgetBytes'>

export function bytesOf(indexes: Iterable<SpecCandidate>, { sizeOf }: Pick<Budget, 'sizeOf'>): number {
  return [...indexes].reduce((sum, index) => sum + sizeOf(index), 0)
}

export function fits(indexes: IndexSet, budget: Budget): boolean {
  return bytesOf(indexes, budget) <= budget.budgetBytes
}

/** Takes what comes, in its order, as long as there is room for it. */
export function fill(ranked: readonly SpecCandidate[], budget: Budget): IndexSet {
  const taken = new Set<SpecCandidate>()
  let bytes = 0
  for (const index of ranked) {
    const size = budget.sizeOf(index)
    if (taken.has(index) || bytes + size > budget.budgetBytes) continue
    taken.add(index)
    bytes += size
  }
  return taken
}
