import type { Outcome, Problem } from '../problem.ts'
import { Costs } from './costs.ts'
import type { IndexSet } from './index-set.ts'

/** Whether a part of the time is over; all of it unless told otherwise. Whatever is cut short makes a search capped. */
export type Late = (share?: number) => boolean

/** @param search gives the best set that it has once it is late */
export async function run(
  problem: Problem,
  search: (problem: Problem, costs: Costs, late: Late) => Promise<IndexSet>,
): Promise<Outcome> {
  const startedAt = Date.now()
  const costs = new Costs(problem)
  let capped = false
  const late: Late = (share = 1) => {
    const over = Date.now() > startedAt + share * (problem.deadline - startedAt)
    capped ||= over
    return over
  }
  const indexes = [...(await search(problem, costs, late))]
  return { indexes, whatIfCalls: costs.calls, capped }
}
