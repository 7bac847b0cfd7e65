import type { PreparedStatement } from '../statements.ts'
import type { Costs } from './costs.ts'
import { difference, type IndexSet } from './index-set.ts'

/** A set of indexes with what the statements cost under it. */
export interface Evaluated {
  readonly indexes: IndexSet
  /** Of each statement's calls together. */
  readonly costs: readonly number[]
  readonly total: number
}

/** What is to be made cheap: some statements, weighted by their calls. */
export class Objective {
  readonly #costs: Costs
  readonly #statements: readonly PreparedStatement[]

  constructor(costs: Costs, statements: readonly PreparedStatement[]) {
    this.#costs = costs
    this.#statements = statements
  }

  /** @param from a set that was evaluated before: only statements that can tell the difference are looked at again */
  async evaluate(indexes: IndexSet, from?: Evaluated): Promise<Evaluated> {
    const changed = from === undefined ? null : [...difference(indexes, from.indexes)]
    const costs: number[] = []
    for (const [i, statement] of this.#statements.entries()) {
      const before = from?.costs[i]
      const same = before !== undefined && changed?.every((one) => !this.#costs.relevant(statement, one))
      costs.push(same ? before : statement.calls * (await this.#costs.cost(statement, indexes)))
    }
    return { indexes, costs, total: costs.reduce((sum, cost) => sum + cost, 0) }
  }
}
