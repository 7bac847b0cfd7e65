import type { SpecCandidate } from '../../../packages/pgwright/src/twin/index.ts'
import type { Baseline, Problem } from '../problem.ts'
import type { PreparedStatement } from '../statements.ts'
import { merged, permutations } from './columns.ts'
import type { Costs } from './costs.ts'
import { type GreedyOptions, grow } from './greedy.ts'
import { type IndexSet, noIndexes } from './index-set.ts'
import { type Evaluated, Objective } from './objective.ts'
import { type Late, run } from './run.ts'

/** What a statement alone may have, to make candidates of. */
const mostForOne = 4
/** How often a statement is offered what it has not taken yet. */
const rounds = 4
/** Part of the time after which candidates are taken as they are, so that some is left to choose among them. */
const shareForCandidates = 0.5

/**
 * Chaudhuri, Narasayya: Anytime Algorithm of Database Tuning Advisor for Microsoft SQL Server (2020). What is best for
 * some statement alone is a candidate, and so is what two of them merge to. From every candidate, as a seed, a set is
 * grown greedily, by gain for each byte and by gain alone, and the best of all is kept for as long as there is time.
 */
export const dta: Baseline = { name: 'DTA', choose: (problem) => run(problem, search) }

async function search(problem: Problem, costs: Costs, late: Late): Promise<IndexSet> {
  const objective = new Objective(costs, problem.statements)
  const candidates = await candidatesOf(problem, costs, late)
  const nothing = await objective.evaluate(noIndexes)
  let best = nothing
  const grown = async (seed: Evaluated, by: GreedyOptions['by']) => {
    const next = await grow(objective, seed, candidates, { budget: problem, by, late })
    if (next.total < best.total) best = next
  }
  await grown(nothing, 'gain per byte')
  await grown(nothing, 'gain')
  const alone: Evaluated[] = []
  for (const candidate of candidates)
    if (problem.sizeOf(candidate) <= problem.budgetBytes && !late())
      alone.push(await objective.evaluate(new Set([candidate]), nothing))
  for (const seed of alone.sort((a, b) => a.total - b.total)) {
    if (late()) break
    await grown(seed, 'gain per byte')
    await grown(seed, 'gain')
  }
  return best.indexes
}

/**
 * What a statement's plan takes when everything is there, what it takes of the rest, and so on: of these few, those that
 * are best for it together.
 */
async function candidatesOf(problem: Problem, costs: Costs, late: Late): Promise<SpecCandidate[]> {
  const found = new Set<SpecCandidate>()
  const isLate = () => late(shareForCandidates)
  for (const statement of problem.statements) {
    if (isLate()) break
    const all = await costs.make(permutations(statement, problem.maxWidth))
    const taken = await takenInRounds(statement, all, costs)
    const objective = new Objective(costs, [statement])
    const options = { budget: problem, most: mostForOne, by: 'gain' as const, late: isLate }
    const { indexes } = await grow(objective, await objective.evaluate(noIndexes), taken, options)
    for (const index of indexes) found.add(index)
    await costs.drop(all.filter((index) => !found.has(index)))
  }
  const pairs = [...found].flatMap((one) => [...found].flatMap((two) => merged(one, two, problem.maxWidth) ?? []))
  return [...new Set([...found, ...(await costs.make(pairs))])]
}

async function takenInRounds(
  statement: PreparedStatement,
  all: readonly SpecCandidate[],
  costs: Costs,
): Promise<SpecCandidate[]> {
  const taken = new Set<SpecCandidate>()
  for (let round = 0; round < rounds; round++)
    for (const index of await costs.used(statement, new Set(all.filter((one) => !taken.has(one))))) taken.add(index)
  return [...taken]
}
