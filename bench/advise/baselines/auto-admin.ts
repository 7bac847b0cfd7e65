import { type SpecCandidate, specKey } from '../../../packages/pgwright/src/twin/index.ts'
import type { Baseline, Problem } from '../problem.ts'
import type { PreparedStatement } from '../statements.ts'
import { columnsOf, indexOn, singleColumns } from './columns.ts'
import type { Costs } from './costs.ts'
import { bestPair, type GreedyOptions, grow } from './greedy.ts'
import { type IndexSet, noIndexes } from './index-set.ts'
import { type Evaluated, Objective } from './objective.ts'
import { run } from './run.ts'

/** What a statement alone may have, to make candidates of. */
const mostForOne = 4

/**
 * Chaudhuri, Narasayya: An Efficient, Cost-Driven Index Selection Tool for Microsoft SQL Server (VLDB 1997). What is best
 * for some statement alone is a candidate; of these the best pair is found by trying all, and grown greedily. What
 * comes out is widened by a column, and everything begins again. The paper bounds the number of indexes; here it is
 * their size that ends the growth.
 */
export const autoAdmin: Baseline = { name: 'AutoAdmin', choose: (problem) => run(problem, search) }

async function search(problem: Problem, costs: Costs, late: () => boolean): Promise<IndexSet> {
  const objective = new Objective(costs, problem.statements)
  const options: GreedyOptions = { budget: problem, by: 'gain', late }
  let offered = await costs.make(singleColumns(problem.statements))
  let best = await objective.evaluate(noIndexes)
  for (let width = 1; width <= problem.maxWidth && !late(); width++) {
    const candidates = await bestForEach(problem.statements, offered, costs, options)
    const chosen = await enumerate(objective, candidates, options)
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
    const own = offered.filter((candidate) => costs.relevant(statement, candidate))
    const { indexes } = await enumerate(new Objective(costs, [statement]), own, { ...options, most: mostForOne })
    for (const candidate of indexes) found.set(specKey(candidate.spec), candidate)
  }
  return [...found.values()]
}

async function enumerate(
  objective: Objective,
  candidates: readonly SpecCandidate[],
  options: GreedyOptions,
): Promise<Evaluated> {
  return grow(objective, await bestPair(objective, candidates, options), candidates, options)
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
