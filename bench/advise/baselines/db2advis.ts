import { type RandomSource, randomSource, shuffled } from '../../../packages/pgwright/src/model/index.ts'
import type { SpecCandidate } from '../../../packages/pgwright/src/twin/index.ts'
import type { Baseline, Problem } from '../problem.ts'
import { fill, fits } from './budget.ts'
import { columnsOf, permutations, sameTable } from './columns.ts'
import type { Costs } from './costs.ts'
import { type IndexSet, noIndexes } from './index-set.ts'
import { type Evaluated, Objective } from './objective.ts'
import { type Late, run } from './run.ts'

/** The paper varies for a time that the user gives; a number of tries gives the same each time. */
const variations = 200
const seed = 7

/**
 * Valentin, Zuliani, Zilio, Lohman, Skelley: DB2 Advisor (ICDE 2000). Every statement is planned once with all indexes
 * that it could use; what its plan takes is worth the whole gain. By worth for each byte they fill the budget; then
 * random exchanges are tried.
 */
export const db2Advis: Baseline = { name: 'DB2Advis', choose: (problem) => run(problem, search) }

async function search(problem: Problem, costs: Costs, late: Late): Promise<IndexSet> {
  const worth = await worths(problem, costs, late)
  const perByte = (index: SpecCandidate) => (worth.get(index) ?? 0) / problem.sizeOf(index)
  const ranked = withoutPrefixes(worth).toSorted((a, b) => perByte(b) - perByte(a))
  return varied(problem, costs, ranked, late)
}

async function worths({ statements, maxWidth }: Problem, costs: Costs, late: Late) {
  const worth = new Map<SpecCandidate, number>()
  for (const statement of statements) {
    if (late()) break
    const all = new Set(await costs.make(permutations(statement, maxWidth)))
    const gain = (await costs.cost(statement, noIndexes)) - (await costs.cost(statement, all))
    for (const index of await costs.used(statement, all))
      worth.set(index, (worth.get(index) ?? 0) + statement.calls * gain)
    await costs.drop([...all].filter((index) => !worth.has(index)))
  }
  return worth
}

/** An index that begins with another does its work too, and gets its worth. */
function withoutPrefixes(worth: Map<SpecCandidate, number>): SpecCandidate[] {
  const left: SpecCandidate[] = []
  for (const index of [...worth.keys()].sort((a, b) => b.spec.keys.length - a.spec.keys.length)) {
    const wider = left.find((other) => sameTable(other, index) && startsWith(columnsOf(other), columnsOf(index)))
    if (wider === undefined) left.push(index)
    else worth.set(wider, (worth.get(wider) ?? 0) + (worth.get(index) ?? 0))
  }
  return left
}

function startsWith(columns: readonly string[], prefix: readonly string[]): boolean {
  return prefix.every((column, i) => columns[i] === column)
}

async function varied(problem: Problem, costs: Costs, ranked: readonly SpecCandidate[], late: Late): Promise<IndexSet> {
  const objective = new Objective(costs, problem.statements)
  const random = randomSource(seed)
  let best: Evaluated = await objective.evaluate(fill(ranked, problem))
  for (let i = 0; i < variations && !late(); i++) {
    const indexes = exchanged(best.indexes, ranked, random)
    if (!fits(indexes, problem)) continue
    const next = await objective.evaluate(indexes, best)
    if (next.total < best.total) best = next
  }
  return best.indexes
}

/** One or two of those chosen give way to one or two others. */
function exchanged(chosen: IndexSet, all: readonly SpecCandidate[], random: RandomSource): IndexSet {
  const out = shuffled([...chosen], random).slice(0, 1 + Math.floor(random() * 2))
  const others = all.filter((one) => !chosen.has(one))
  const into = shuffled(others, random).slice(0, 1 + Math.floor(random() * 2))
  return new Set([...[...chosen].filter((one) => !out.includes(one)), ...into])
}
