import { bitsOf, clearBit, isEmpty } from './bits.ts'
import { type Bound, lowerBound, type Region } from './bound.ts'
import { CaseBook } from './cases.ts'
import type { Groups } from './groups.ts'
import type { Problem } from './problem.ts'

interface Node extends Region {
  readonly bound: Bound
  /** Answers of the planner that were known when it was bounded. */
  readonly answers: number
}

/** Steps of the subgradient for a node whose parent's prices are known. */
const iterations = 60

/**
 * Narrows a lower bound down by branch and bound: sets with and without the group that is most in dispute are bounded
 * apart, those with the lowest bound first.
 */
export class Branches {
  readonly #problem: Problem
  readonly #groups: Groups
  readonly #book: CaseBook
  #open: Node[]
  /** The least that sets of the regions that were given up cost, their upkeep left out. */
  #closedCosts = Number.POSITIVE_INFINITY

  constructor(problem: Problem, groups: Groups, reached: number) {
    this.#problem = problem
    this.#groups = groups
    this.#book = new CaseBook(groups)
    const all = groups.members.flatMap((members, group) => (isEmpty(members) ? [] : [group]))
    const region = { allowed: bitsOf(groups.members.length, all), forced: [] }
    this.#open = [{ ...region, bound: lowerBound(problem, this.#book, reached, region), answers: this.#answers }]
  }

  /** Of all sets that are still open, or of the best set known where none are. */
  bound(reached: number): { readonly total: number; readonly costs: number } {
    const total = Math.min(reached, ...this.#open.map(({ bound }) => bound.total))
    const costs = Math.min(this.#closedCosts, ...this.#open.map(({ bound }) => bound.costs))
    return { total, costs }
  }

  /** The region with the lowest bound. */
  get lowest(): Bound | null {
    return this.#lowestNode()?.bound ?? null
  }

  /** Bounds the lowest region again where more has become known of the statements. */
  refresh(reached: number): boolean {
    const node = this.#lowestNode()
    if (node === null || node.answers === this.#answers) return false
    this.#replace(node, [this.#bounded(node, reached, node.bound)], reached)
    return true
  }

  /** Takes the lowest region apart. False where there is nothing to take apart. */
  split(reached: number): boolean {
    const node = this.#lowestNode()
    const disputed = node?.bound.disputed ?? null
    if (node === null || disputed === null || node.forced.includes(disputed)) return false
    const allowed = node.allowed.slice()
    clearBit(allowed, disputed)
    const without = this.#bounded({ allowed, forced: node.forced }, reached, node.bound)
    const forced = [...node.forced, disputed]
    const parts = this.#fits(forced)
      ? [without, this.#bounded({ allowed: node.allowed, forced }, reached, node.bound)]
      : [without]
    this.#replace(node, parts, reached)
    return true
  }

  #bounded(region: Region, reached: number, { prices, total, costs }: Bound): Node {
    const bound = lowerBound(this.#problem, this.#book, reached, region, { iterations, start: prices })
    // A part of a region can't go below the whole.
    return {
      ...region,
      answers: this.#answers,
      bound: { ...bound, total: Math.max(bound.total, total), costs: Math.max(bound.costs, costs) },
    }
  }

  get #answers(): number {
    return this.#problem.statements.reduce((sum, { known }) => sum + known.length, 0)
  }

  #replace(node: Node, parts: readonly Node[], reached: number): void {
    const all = [...this.#open.filter((one) => one !== node), ...parts]
    this.#open = all.filter(({ bound }) => bound.total < reached)
    for (const { bound } of all)
      if (bound.total >= reached) this.#closedCosts = Math.min(this.#closedCosts, bound.costs)
  }

  #lowestNode(): Node | null {
    return this.#open.reduce<Node | null>(
      (lowest, node) => (lowest === null || node.bound.total < lowest.bound.total ? node : lowest),
      null,
    )
  }

  #fits(forced: readonly number[]): boolean {
    const { budgetBytes, maxIndexes } = this.#problem
    const { prices } = this.#groups
    if (maxIndexes !== null && forced.length > maxIndexes) return false
    return budgetBytes === null || forced.reduce((sum, index) => sum + (prices[index]?.bytes ?? 0), 0) <= budgetBytes
  }
}
