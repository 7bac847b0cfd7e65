import type { Bits } from './bits.ts'
import type { Case, CaseBook } from './cases.ts'
import { type Groups, membersIn } from './groups.ts'
import { type Item, pack } from './knapsack.ts'
import type { IndexPrice, Problem } from './problem.ts'
import type { StatementPlans } from './statement-plans.ts'

/** Sets that have an index of some groups, and none of others. */
export interface Region {
  /** Groups; no index of another can be chosen. */
  readonly allowed: Bits
  /** Groups of which one is chosen; they are allowed as well. */
  readonly forced: readonly number[]
}

/** What each statement pays for each group, by statement and group. */
export type Prices = readonly ReadonlyMap<number, number>[]

/** What no set of a region can go below. */
export interface Bound {
  /** Of the statements' weighted costs and the upkeep together. */
  readonly total: number
  /** Of the statements' weighted costs alone. */
  readonly costs: number
  /** By statement, cases that the bound rests on and that the planner has not answered. */
  readonly unsettled: readonly ReadonlySet<Case>[]
  readonly prices: Prices
  /** The group that cases need and the budget does not buy, or the other way round, by the most; null where all agree. */
  readonly disputed: number | null
}

/** Prices whose bound is lower than the best by no more than this share are near the best ones. */
const wavering = 0.02

/**
 * A lower bound by Lagrangian relaxation (Fisher, "The Lagrangian Relaxation Method for Solving Integer Programming
 * Problems", 1981; for index selection cf. CoPhy's linear program): each statement chooses its case freely, and pays a
 * price for every group that the case needs; the best of the groups within the budget are bought with what is paid for
 * them. Whatever the prices, the sum is a bound; they are moved along the subgradient towards the best one.
 *
 * @param reached the total of the best set known
 * @param start prices to begin with
 */
export function lowerBound(
  { statements: all, budgetBytes }: Problem,
  book: CaseBook,
  reached: number,
  region: Region,
  { iterations = 300, start }: { readonly iterations?: number; readonly start?: Prices } = {},
): Bound {
  const statements = weighed(all, book, region)
  const shop = shopOf(book.groups, budgetBytes, region)
  const prices = statements.map((_, i) => new Map(start?.[i]))
  let best: Bound = { total: Number.NEGATIVE_INFINITY, costs: 0, unsettled: [], prices: [], disputed: null }
  const unsettled = statements.map(() => new Set<Case>())
  let step = 1
  let stuck = 0
  for (let iteration = 0; iteration < iterations; iteration++) {
    const { sum, chosen, paid } = chooseCases(statements, prices)
    const bought = shop.buy(paid, true)
    const total = sum + shop.forcedUpkeep - bought.gain
    const gradients = slopes(prices, chosen, bought.taken)
    if (total > best.total + 1e-7 * Math.abs(best.total)) stuck = 0
    else stuck++
    // Close to the best prices, statements waver between the cases that decide.
    if (total > best.total * (1 - wavering))
      for (const [i, { one }] of chosen.entries()) if (!one.settled) unsettled[i]?.add(one)
    if (total > best.total) {
      const costs = sum - shop.buy(paid, false).gain
      best = { total, costs, unsettled, prices: prices.map((price) => new Map(price)), disputed: disputedIn(gradients) }
    }
    if (stuck > 8) {
      step /= 2
      stuck = 0
    }
    if (step < 1e-3 || best.total >= reached) break
    move(prices, gradients, step * Math.max(reached * 1e-3, reached - total))
  }
  return best
}

interface Weighed {
  readonly weight: number
  readonly cases: readonly { readonly one: Case; readonly needs: readonly number[] }[]
}

/** What is forced is there, and nobody has to pay for it. */
function weighed(statements: readonly StatementPlans[], book: CaseBook, { allowed, forced }: Region): Weighed[] {
  const members = membersIn(book.groups, allowed)
  const free = new Set(forced)
  return statements.map((statement) => ({
    weight: statement.weight,
    cases: book.of(statement, members).map((one) => ({
      one,
      needs: free.size === 0 ? one.needs : one.needs.filter((index) => !free.has(index)),
    })),
  }))
}

function chooseCases(statements: readonly Weighed[], prices: Prices) {
  const paid = new Map<number, number>()
  let sum = 0
  const chosen = statements.map(({ weight, cases }, statement) => {
    const price = prices[statement]
    let [best] = cases
    let least = Number.POSITIVE_INFINITY
    for (const candidate of cases) {
      let cost = weight * candidate.one.cost
      for (const index of candidate.needs) cost += price?.get(index) ?? 0
      if (cost < least) [best, least] = [candidate, cost]
    }
    if (best === undefined) throw new Error('A statement without a case.')
    sum += least
    for (const [index, one] of price ?? []) paid.set(index, (paid.get(index) ?? 0) + one)
    return best
  })
  return { sum, chosen, paid }
}

/** Buys the groups for which most is paid over their upkeep, as far as the budget goes. */
function shopOf({ prices: all }: Groups, budgetBytes: number | null, { forced }: Region) {
  const free = new Set(forced)
  const price = (index: number): IndexPrice => all[index] ?? { bytes: 0, upkeep: 0 }
  const left = budgetBytes === null ? null : budgetBytes - forced.reduce((sum, index) => sum + price(index).bytes, 0)
  return {
    forcedUpkeep: forced.reduce((sum, index) => sum + price(index).upkeep, 0),
    buy(paid: ReadonlyMap<number, number>, withUpkeep: boolean) {
      const items = [...paid.keys()].flatMap((index): Item[] => {
        const gain = (paid.get(index) ?? 0) - (withUpkeep ? price(index).upkeep : 0)
        return gain > 0 && !free.has(index) ? [{ index, bytes: price(index).bytes, gain }] : []
      })
      if (left !== null) return pack(items, left)
      const taken = new Set(items.map(({ index }) => index))
      return { gain: items.reduce((sum, { gain }) => sum + gain, 0), taken }
    },
  }
}

/** By statement and group: 1 where its case needs what is not bought, −1 where something is bought that it does not need. */
function slopes(
  prices: Prices,
  chosen: readonly { readonly needs: readonly number[] }[],
  taken: ReadonlySet<number>,
): Map<number, number>[] {
  return chosen.map(({ needs }, statement) => {
    const slope = new Map<number, number>()
    for (const index of prices[statement]?.keys() ?? []) if (taken.has(index)) slope.set(index, -1)
    for (const index of needs) {
      if (taken.has(index)) slope.delete(index)
      else slope.set(index, 1)
    }
    return slope
  })
}

function disputedIn(gradients: readonly ReadonlyMap<number, number>[]): number | null {
  const votes = new Map<number, number>()
  for (const gradient of gradients)
    for (const [index, slope] of gradient) votes.set(index, (votes.get(index) ?? 0) + Math.abs(slope))
  const [most] = [...votes].sort(([a, m], [b, n]) => n - m || a - b)
  return most?.[0] ?? null
}

function move(prices: Map<number, number>[], gradients: readonly ReadonlyMap<number, number>[], length: number): void {
  let squares = 0
  for (const gradient of gradients) squares += gradient.size
  const step = length / Math.max(1, squares)
  gradients.forEach((gradient, statement) => {
    const price = prices[statement]
    for (const [index, slope] of gradient) {
      const moved = (price?.get(index) ?? 0) + step * slope
      if (moved > 0) price?.set(index, moved)
      else price?.delete(index)
    }
  })
}
