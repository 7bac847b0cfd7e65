import type { SpecCandidate } from '../../../packages/pgwright/src/twin/index.ts'
import type { Baseline, Problem } from '../problem.ts'
import { fill } from './budget.ts'
import { permutations } from './columns.ts'
import type { Costs } from './costs.ts'
import { type IndexSet, noIndexes } from './index-set.ts'
import { type Late, run } from './run.ts'

const widest = 2
const leastGain = 0.5

/**
 * The way of the tool Dexter: each statement is planned with all indexes of one and two columns, and what its plan uses is
 * taken where it halves the cost. It looks at no statement beside another and knows no budget; here what gains most
 * comes first, until the budget is full.
 */
export const dexter: Baseline = { name: 'Dexter', choose: (problem) => run(problem, search) }

async function search(problem: Problem, costs: Costs, late: Late): Promise<IndexSet> {
  const gains = new Map<SpecCandidate, number>()
  for (const statement of problem.statements) {
    if (late()) break
    const all = new Set(await costs.make(permutations(statement, Math.min(widest, problem.maxWidth))))
    const [before, after] = [await costs.cost(statement, noIndexes), await costs.cost(statement, all)]
    if (after <= before * (1 - leastGain)) {
      for (const index of await costs.used(statement, all))
        gains.set(index, (gains.get(index) ?? 0) + statement.calls * (before - after))
    }
    await costs.drop([...all].filter((index) => !gains.has(index)))
  }
  return fill(
    [...gains].sort(([, a], [, b]) => b - a).map(([index]) => index),
    problem,
  )
}
