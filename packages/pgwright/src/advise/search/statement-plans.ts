import { type Bits, common, hasBit, isWithin, membersOf } from './bits.ts'

/** What the planner answered once. */
export interface KnownPlan {
  /** Of the indexes that matter to the statement, those that it was shown. */
  readonly shown: Bits
  readonly used: Bits
  readonly cost: number
}

/** With what it uses as a list as well: that is short, and looked at more often than anything else. */
interface ListedPlan extends KnownPlan {
  readonly members: readonly number[]
}

function isAllowed({ members }: ListedPlan, set: Bits): boolean {
  for (const member of members) if (!hasBit(set, member)) return false
  return true
}

/**
 * What is known of one statement's plans. A plan stays the cheapest as long as the indexes that it uses stay and none
 * come that it was not shown; and the cost falls, if at all, as indexes are added. So each answer of the planner settles
 * many sets of indexes, and bounds the cost under all others.
 */
export class StatementPlans {
  /** How often it counts. */
  readonly weight: number
  /** The indexes that it could use. */
  readonly relevant: Bits
  /** The cheapest first. */
  readonly #known: ListedPlan[] = []

  constructor(weight: number, relevant: Bits) {
    this.weight = weight
    this.relevant = relevant
  }

  get known(): readonly KnownPlan[] {
    return this.#known
  }

  add(plan: KnownPlan): void {
    const place = this.#known.findIndex(({ cost }) => cost > plan.cost)
    const listed = { ...plan, members: membersOf(plan.used) }
    this.#known.splice(place === -1 ? this.#known.length : place, 0, listed)
  }

  /** The cost of the cheapest plan known that the set allows. */
  atMost(set: Bits): number {
    return this.best(set)?.cost ?? Number.POSITIVE_INFINITY
  }

  /** The answer that holds for the set: it has all that the plan uses, and nothing that the planner was not shown. */
  settled(set: Bits): KnownPlan | undefined {
    const own = common(set, this.relevant)
    return this.#known.find((plan) => isAllowed(plan, own) && isWithin(own, plan.shown))
  }

  /** The cheapest plan known that the set allows. */
  best(set: Bits): KnownPlan | null {
    for (const plan of this.#known) if (isAllowed(plan, set)) return plan
    return null
  }

  /** What the planner would answer is no less than this. */
  atLeast(set: Bits): number {
    const own = common(set, this.relevant)
    for (let i = this.#known.length - 1; i >= 0; i--) {
      const plan = this.#known[i]
      // The planner prunes by fuzzy comparisons, so it can be off its own optimum by a little: never above what is known.
      if (plan !== undefined && isWithin(own, plan.shown)) return Math.min(plan.cost, this.atMost(set))
    }
    return 0
  }
}
