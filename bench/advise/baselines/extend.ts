import type { SpecCandidate } from '../../../packages/pgwright/src/twin/index.ts'
import type { Baseline, Problem } from '../problem.ts'
import { bytesOf, fits } from './budget.ts'
import { columnsOf, indexOn, sameTable, singleColumns } from './columns.ts'
import type { Costs } from './costs.ts'
import { type IndexSet, noIndexes, withIndex, withoutIndex } from './index-set.ts'
import { type Evaluated, Objective } from './objective.ts'
import { type Late, run } from './run.ts'

/**
 * Schlosser, Kossmann, Boissier: Efficient Scalable Multi-Attribute Index Selection Using Recursive Strategies (ICDE
 * 2019). Each step adds an index of one column or puts a column behind one that was chosen, whichever gains most for
 * each byte that it takes more.
 */
export const extend: Baseline = { name: 'Extend', choose: (problem) => run(problem, search) }

async function search(problem: Problem, costs: Costs, late: Late): Promise<IndexSet> {
  const objective = new Objective(costs, problem.statements)
  const attributes = await costs.make(singleColumns(problem.statements))
  let current = await objective.evaluate(noIndexes)
  while (!late()) {
    let best: { readonly ratio: number; readonly next: Evaluated } | null = null
    for (const indexes of await steps(current.indexes, attributes, problem, costs)) {
      if (late()) break
      if (!fits(indexes, problem)) continue
      const next = await objective.evaluate(indexes, current)
      const bytes = bytesOf(indexes, problem) - bytesOf(current.indexes, problem)
      const ratio = (current.total - next.total) / Math.max(1, bytes)
      if (ratio > (best?.ratio ?? 0)) best = { ratio, next }
    }
    if (best === null) break
    current = best.next
  }
  return current.indexes
}

async function steps(
  indexes: IndexSet,
  attributes: readonly SpecCandidate[],
  { maxWidth }: Problem,
  costs: Costs,
): Promise<IndexSet[]> {
  const added = attributes.filter((attribute) => !indexes.has(attribute)).map((one) => withIndex(indexes, one))
  const widened: IndexSet[] = []
  for (const index of indexes) {
    const columns = columnsOf(index)
    if (columns.length >= maxWidth) continue
    const behind = attributes.filter((one) => sameTable(one, index)).flatMap(columnsOf)
    const specs = behind.filter((column) => !columns.includes(column)).map((one) => [...columns, one])
    const wider = await costs.make(specs.map((one) => indexOn(index.spec.on, one)))
    const rest = withoutIndex(indexes, index)
    widened.push(...wider.filter((one) => !indexes.has(one)).map((one) => withIndex(rest, one)))
  }
  return [...added, ...widened]
}
