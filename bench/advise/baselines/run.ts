import type { Outcome, Problem } from '../problem.ts'
import { Costs } from './costs.ts'
import type { IndexSet } from './index-set.ts'

/** @param search gives the best set that it has once `late` says so */
export async function run(
  problem: Problem,
  search: (problem: Problem, costs: Costs, late: () => boolean) => Promise<IndexSet>,
): Promise<Outcome> {
  const startedAt = performance.now()
  const costs = new Costs(problem)
  let capped = false
  const late = () => {
    capped ||= Date.now() > problem.deadline
    return capped
  }
  const indexes = [...(await search(problem, costs, late))]
  return { indexes, whatIfCalls: costs.calls, elapsedMs: performance.now() - startedAt, capped }
}
