import { quoteQualified } from '../../sql/index.ts'
import { type SpecCandidate, specColumns } from '../../twin/index.ts'
import type { PlannedStatement } from '../planned-statement.ts'
import { type Bits, bitsOf, common, emptyBits, isWithin } from './bits.ts'
import { Branches } from './branch.ts'
import type { Case } from './cases.ts'
import { chooseSet } from './choose.ts'
import { groupsOf } from './groups.ts'
import type { IndexPrice, Problem } from './problem.ts'
import { refine } from './refine.ts'
import { StatementPlans } from './statement-plans.ts'
import type { WhatIf } from './what-if.ts'

export interface SearchLimits {
  readonly budgetBytes: number | null
  readonly maxIndexes: number | null
  /** The share of the workload's cost that an index has to save; null: the usual one. */
  readonly minGain: number | null
  /** `Date.now()` after which the best set so far is taken. */
  readonly deadline: number
}

export interface Found {
  /** What is known by now of each statement. */
  readonly plans: ReadonlyMap<PlannedStatement, StatementPlans>
  /** Numbers of the indexes chosen. */
  readonly chosen: readonly number[]
  /** What no set within the limits can go below: weighted costs of the statements, without upkeep. */
  readonly lowerBound: number
}

/** A set is looked into no further once it is this near to the bound. */
const nearEnough = 0.01
/** Questions about a region, or regions taken apart. */
const mostSteps = 40
/** Differences of less than this share of the workload are left unsettled. */
const matters = 1e-4
/** Rounds in which what is open about the best set is asked. */
const mostRounds = 12
/** Questions to a statement of the workload, on an average, in one step. */
const questionsToAStatement = 0.25
/** Answers to a statement of the workload, on an average, after which the bound is left as it is. */
const mostKnown = 8

/**
 * Finds the set of candidates that makes the workload cheapest, net of what writes pay, with few questions to the
 * planner. Each statement is planned with all candidates, and with ever thinner ones; from these plans the best set is
 * put together; what the plans leave open about it is asked, and the set put together again; then the lower bound shows
 * where a better set could hide, and that is asked.
 */
export class Search {
  readonly #whatIf: WhatIf
  readonly #statements: readonly PlannedStatement[]
  readonly #problem: Problem
  readonly #limits: SearchLimits
  /** Indexes that fit into the budget at all. */
  readonly #allowed: Bits

  constructor(
    whatIf: WhatIf,
    statements: readonly PlannedStatement[],
    priceOf: (candidate: SpecCandidate) => IndexPrice,
    limits: SearchLimits,
  ) {
    const { candidates } = whatIf
    this.#whatIf = whatIf
    this.#statements = statements
    this.#limits = limits
    const { budgetBytes, maxIndexes } = limits
    const plans = statements.map((one) => new StatementPlans(one.weight, whatIf.relevantTo(one)))
    this.#problem = { statements: plans, indexes: candidates.map(priceOf), budgetBytes, maxIndexes }
    const none = emptyBits(candidates.length)
    plans.forEach((one, i) => {
      one.add({ shown: none, used: none, cost: statements[i]?.plan['Total Cost'] ?? 0 })
    })
    this.#allowed = bitsOf(
      candidates.length,
      this.#problem.indexes.flatMap(({ bytes }, i) => (budgetBytes === null || bytes <= budgetBytes ? [i] : [])),
    )
  }

  async run(): Promise<Found> {
    for (const shown of this.#fronts()) await this.#planAll(shown)
    let chosen = await this.#settle(chooseSet(this.#problem))
    const groups = groupsOf(this.#whatIf.candidates, this.#problem.indexes, this.#allowed)
    const branches = new Branches(this.#problem, groups, this.#total(chosen))
    for (let step = 0; step < mostSteps && !this.#late(); step++) {
      const total = this.#total(chosen)
      const { lowest } = branches
      if (lowest === null || total - lowest.total <= nearEnough * total) break
      if (await this.#askWhereItHides(lowest.unsettled)) {
        chosen = await this.#settle(chooseSet(this.#problem, chosen))
        branches.refresh(this.#total(chosen))
      } else if (!branches.split(total)) break
    }
    const bound = branches.bound(this.#total(chosen))
    chosen = await this.#refined(chosen)
    await this.#whatIf.hideAll()
    const plans = new Map(
      this.#statements.flatMap((statement, i): [PlannedStatement, StatementPlans][] => {
        const known = this.#problem.statements[i]
        return known === undefined ? [] : [[statement, known]]
      }),
    )
    return { plans, chosen, lowerBound: bound.costs }
  }

  async #refined(chosen: readonly number[]): Promise<readonly number[]> {
    const tableOf = (index: number) => {
      const on = this.#whatIf.candidates[index]?.spec.on
      return on === undefined ? '' : quoteQualified(on.schema, on.name)
    }
    await this.#planOtherOrders(chosen)
    const refined = refine(this.#problem, chosen, tableOf, this.#limits.minGain)
    await this.#planAll(bitsOf(this.#problem.indexes.length, refined))
    return refined
  }

  /** Asks what an index with the same columns in the more usual order would do in the place of each. */
  async #planOtherOrders(chosen: readonly number[]): Promise<void> {
    const { candidates } = this.#whatIf
    const contents = candidates.map(({ spec }) => JSON.stringify([spec.on, spec.method, [...specColumns(spec)].sort()]))
    for (const index of chosen) {
      const usual = contents.indexOf(contents[index] ?? '')
      const like = candidates[usual]?.spec
      if (usual === index || like?.keys.length !== candidates[index]?.spec.keys.length) continue
      const others = [...chosen.filter((other) => other !== index), usual]
      await this.#planAll(bitsOf(candidates.length, others))
    }
  }

  /** All candidates; those that only have keys; those of two keys at most; those of one. */
  #fronts(): Bits[] {
    const { candidates } = this.#whatIf
    const where = (wanted: (candidate: SpecCandidate) => boolean) =>
      common(
        this.#allowed,
        bitsOf(
          candidates.length,
          candidates.flatMap((candidate, i) => (wanted(candidate) ? [i] : [])),
        ),
      )
    return [
      this.#allowed,
      where(({ spec }) => spec.include.length === 0),
      where(({ spec }) => spec.include.length === 0 && spec.keys.length <= 2),
      where(({ spec }) => spec.include.length === 0 && spec.keys.length === 1),
    ]
  }

  async #planAll(shown: Bits): Promise<void> {
    for (const [i, statement] of this.#statements.entries()) {
      if (this.#late()) return
      const plans = this.#problem.statements[i]
      if (plans !== undefined && this.#isOpen(plans, shown)) await this.#whatIf.plan(statement, plans, shown)
    }
  }

  /** Whether what is known leaves open what a statement costs under a set. */
  #isOpen(plans: StatementPlans, set: Bits): boolean {
    const own = common(set, plans.relevant)
    if (plans.known.some(({ shown, used }) => isWithin(used, own) && isWithin(own, shown))) return false
    return plans.weight * (plans.atMost(set) - plans.atLeast(set)) > matters * this.#scale()
  }

  /** Asks what is open about a set; what comes of it may make another set the best. */
  async #settle(first: readonly number[]): Promise<readonly number[]> {
    let chosen = first
    for (let round = 0; round < mostRounds && !this.#late(); round++) {
      const set = bitsOf(this.#problem.indexes.length, chosen)
      const before = this.#asked()
      await this.#planAll(set)
      if (before === this.#asked()) break
      chosen = chooseSet(this.#problem, chosen)
    }
    return chosen
  }

  /** False where there is nothing to ask: the bound rests on answers. */
  async #askWhereItHides(unsettled: readonly ReadonlySet<Case>[]): Promise<boolean> {
    const open = this.#statements.flatMap((statement, i) => {
      const plans = this.#problem.statements[i]
      if (plans === undefined) return []
      return [...(unsettled[i] ?? [])]
        .filter(({ shown }) => this.#isOpen(plans, shown))
        .map(({ shown, cost }) => ({
          statement,
          plans,
          set: shown,
          gap: plans.weight * (plans.atMost(shown) - cost),
        }))
    })
    const most = Math.max(4, Math.ceil(this.#statements.length * questionsToAStatement))
    if (this.#asked() > mostKnown * this.#statements.length) return false
    for (const { statement, plans, set } of open.sort((a, b) => b.gap - a.gap).slice(0, most)) {
      if (this.#late()) break
      await this.#whatIf.plan(statement, plans, set)
    }
    return open.length > 0
  }

  #asked(): number {
    return this.#problem.statements.reduce((sum, { known }) => sum + known.length, 0)
  }

  #total(chosen: readonly number[]): number {
    const set = bitsOf(this.#problem.indexes.length, chosen)
    const costs = this.#problem.statements.reduce((sum, plans) => sum + plans.weight * plans.atMost(set), 0)
    return costs + chosen.reduce((sum, index) => sum + (this.#problem.indexes[index]?.upkeep ?? 0), 0)
  }

  #scale(): number {
    const none = emptyBits(this.#problem.indexes.length)
    return this.#problem.statements.reduce((sum, plans) => sum + plans.weight * plans.atMost(none), 0)
  }

  #late(): boolean {
    return Date.now() > this.#limits.deadline
  }
}
