import { type SpecCandidate, specKey } from '../../../packages/pgwright/src/twin/index.ts'
import type { Baseline, Problem } from '../problem.ts'
import type { PreparedStatement } from '../statements.ts'
import { columnsOf, indexOn, singleColumns } from './columns.ts'
import type { Costs } from './costs.ts'
import { bestPair, type GreedyOptions, grow } from './greedy.ts'
import { type IndexSet, noIndexes } from './index-set.ts'
import { Objective } from './objective.ts'
import { type Late, run } from './run.ts'

/** What a statement alone may have, to make candidates of. */
const mostForOne = 4

/**
 * Chaudhuri, Narasayya: An Efficient, Cost-Driven Index Selection Tool for Microsoft SQL Server (VLDB 1997). What is best
 * for some statement alone is a candidate; of these the best pair is found by trying all, and grown greedily. What
 * comes out is widened by a column, and everything begins again. The paper bounds the number of indexes; here it is
 * their size that ends the growth.
 */
export const autoAdmin: Baseline = { name: 'AutoAdmin', choose: (problem) => run(problem, search) }

async function search(problem: Problem, costs: Costs, late: Late): Promise<IndexSet> {
  const objective = new Objective(costs, problem.statements)
  let offered = await costs.make(singleColumns(problem.statements))
  let best = await objective.evaluate(noIndexes)
  for (let width = 1; width <= problem.maxWidth && !late(); width++) {
    // Each width gets its part of the time, and each step a part of that, so that there is an answer whenever it ends.
    const until = (share: number) => () => late((width - 1 + share) / problem.maxWidth)
    const options = { budget: problem, by: 'gain' as const }
    const candidates = await bestForEach(problem.statements, offered, costs, { ...options, late: until(0.4) })
    const pair = await bestPair(objective, candidates, { ...options, late: until(0.7) })
    const chosen = await grow(objective, pair, candidates, { ...options, late: until(1) })
    if (chosen.total < best.total) best = chosen
    offered = [...candidates, ...(await widened(chosen.indexes, problem.statements, costs))]
  }
  return best.indexes
}

async function bestForEach(
  statements: readonly PreparedStatement[],
  offered: readonly SpecCandidate[],
  costs: Costs,
  options: GreedyOptions,
): Promise<SpecCandidate[]> {
  const found = new Map<string, SpecCandidate>()
  for (const statement of statements) {
    if (options.late()) break
    const own = offered.filter((candidate) => costs.relevant(statement, candidate))
    const alone = new Objective(costs, [statement])
    const pair = await bestPair(alone, own, options)
    const { indexes } = await grow(alone, pair, own, { ...options, most: mostForOne })
    for (const candidate of indexes) found.set(specKey(candidate.spec), candidate)
  }
  return [...found.values()]
}

/** What was chosen leads; any column that a statement asks for on its table may follow. */
function widened(chosen: IndexSet, statements: readonly PreparedStatement[], costs: Costs): Promise<SpecCandidate[]> {
  const singles = singleColumns(statements)
  const specs = [...chosen].flatMap((index) => {
    const columns = columnsOf(index)
    const behind = singles.filter(({ on }) => on.schema === index.schema && on.name === index.spec.on.name)
    const others = behind.flatMap((spec) => columnsOf({ spec })).filter((column) => !columns.includes(column))
    return others.map((column) => indexOn(index.spec.on, [...columns, column]))
  })
  return costs.make(specs)
}
