import { quoteQualified } from '../../sql/index.ts'
import type { SpecCandidate } from '../../twin/index.ts'
import type { PlannedStatement } from '../planned-statement.ts'
import { type Bits, bitsOf, common, emptyBits, isEmpty, joined, membersOf } from './bits.ts'
import type { Case } from './cases.ts'
import type { Problem } from './problem.ts'
import { StatementPlans } from './statement-plans.ts'
import type { WhatIf } from './what-if.ts'

/** Differences of less than this share of the workload are left unsettled, */
const matters = 1e-4
/** but all statements' together may be no more than this share of what it costs with the best set. */
const neglected = 0.02
/** Times that a statement is offered what is smaller than what it took last. */
const stepsDown = 3
/** Questions to a statement of the workload, on an average, in one step. */
const questionsToAStatement = 0.25
/** Answers to a statement of the workload, on an average, after which the bound is left as it is. */
const mostKnown = 8
/** The same for a workload of few statements. */
const fewKnown = 250

/** A statement, and what is known of it. */
interface Known {
  readonly statement: PlannedStatement
  readonly plans: StatementPlans
}

/** Asks the planner what is worth asking of a workload's statements, and keeps what it answers. */
export class Questions {
  readonly candidates: readonly SpecCandidate[]
  readonly #whatIf: WhatIf
  readonly #known: readonly Known[]
  /** The heaviest come first, so that it is these that are asked for when time is short. */
  readonly #byWeight: readonly Known[]
  /** The least difference that is worth a question. */
  #least: number
  /** Answers after which the bound is left as it is. */
  readonly #most: number
  /** `Date.now()` after which nothing is asked any more. */
  readonly #deadline: number

  /** @param statements with their plans as long as nothing is shown */
  constructor(whatIf: WhatIf, statements: readonly PlannedStatement[], deadline: number, thorough: boolean) {
    this.#most = thorough ? Number.POSITIVE_INFINITY : Math.max(fewKnown, mostKnown * statements.length)
    this.candidates = whatIf.candidates
    this.#whatIf = whatIf
    this.#deadline = deadline
    const none = emptyBits(whatIf.candidates.length)
    this.#known = statements.map((statement) => {
      const plans = new StatementPlans(statement.weight, whatIf.relevantTo(statement))
      plans.add({ shown: none, used: none, cost: statement.plan['Total Cost'] })
      return { statement, plans }
    })
    const cost = ({ statement }: Known) => statement.weight * statement.plan['Total Cost']
    this.#byWeight = [...this.#known].sort((a, b) => cost(b) - cost(a))
    this.#least = matters * this.#known.reduce((sum, known) => sum + cost(known), 0)
  }

  /** In the order of the statements. */
  get plans(): StatementPlans[] {
    return this.#known.map(({ plans }) => plans)
  }

  get byStatement(): ReadonlyMap<PlannedStatement, StatementPlans> {
    return new Map(this.#known.map(({ statement, plans }) => [statement, plans]))
  }

  get late(): boolean {
    return Date.now() > this.#deadline
  }

  /** So much was asked that more would take too long; exploring sets may go on for half as much again. */
  get enough(): boolean {
    return this.late || this.answers > 1.5 * this.#most
  }

  /** What matters is measured against the best set so far. */
  reached(total: number): void {
    this.#least = Math.min(this.#least, (neglected / this.#known.length) * total)
  }

  /** How many answers there are. */
  get answers(): number {
    return this.#known.reduce((sum, { plans }) => sum + plans.known.length, 0)
  }

  /** With all candidates; with those that only have keys; of two keys at most; of one. */
  async askFronts(allowed: Bits): Promise<void> {
    const where = (wanted: (candidate: SpecCandidate) => boolean) =>
      common(allowed, this.#numbers(this.candidates.flatMap((candidate, i) => (wanted(candidate) ? [i] : []))))
    await this.ask(allowed)
    await this.ask(where(({ spec }) => spec.include.length === 0))
    await this.ask(where(({ spec }) => spec.include.length === 0 && spec.keys.length <= 2))
    await this.ask(where(({ spec }) => spec.include.length === 0 && spec.keys.length === 1))
  }

  /** What each statement costs with a set, to the last digit. */
  async settle(set: Bits): Promise<void> {
    for (const { statement, plans } of this.#byWeight) {
      if (this.late) return
      if (plans.settled(set) === undefined) await this.#whatIf.plan(statement, plans, set)
    }
  }

  /** With what no plan has used so far: something better was shown beside it each time. */
  async askUnused(allowed: Bits): Promise<void> {
    const used = this.used()
    await this.ask(allowed.map((word, i) => word & ~(used[i] ?? 0)))
  }

  /** What each statement would cost with a set, where that is open and matters; the heaviest come first. */
  async ask(set: Bits): Promise<void> {
    for (const { statement, plans } of this.#byWeight) {
      if (this.late) return
      if (this.#isOpen(plans, set)) await this.#whatIf.plan(statement, plans, set)
    }
  }

  /**
   * Where not everybody can have the best, what comes after it: each statement is offered what is smaller than what it
   * took of each table, and so on down.
   */
  async askSmaller({ budgetBytes, indexes }: Problem, allowed: Bits): Promise<void> {
    const bytes = (index: number) => indexes[index]?.bytes ?? 0
    const best = new Set(this.plans.flatMap(({ known: [first] }) => (first === undefined ? [] : membersOf(first.used))))
    if (budgetBytes === null || [...best].reduce((sum, index) => sum + bytes(index), 0) <= budgetBytes) return
    for (const { statement, plans } of this.#byWeight) {
      let shown = common(allowed, plans.relevant)
      for (let step = 0; step < stepsDown && !this.late; step++) {
        const taken = membersOf(plans.best(shown)?.used ?? emptyBits(indexes.length))
        if (taken.length === 0) break
        const isSmaller = (index: number) =>
          taken.every((one) => this.tableOf(one) !== this.tableOf(index) || bytes(index) < bytes(one))
        shown = this.#numbers(membersOf(shown).filter(isSmaller))
        if (isEmpty(shown)) break
        if (this.#isOpen(plans, shown)) await this.#whatIf.plan(statement, plans, shown)
      }
    }
  }

  /**
   * The cases that a lower bound rests on and that are not settled, those first that leave most open.
   *
   * @param unsettled by statement
   * @returns false where there is nothing to ask, or enough was asked
   */
  async askCases(unsettled: readonly ReadonlySet<Case>[]): Promise<boolean> {
    if (this.answers > this.#most) return false
    const open = this.#known.flatMap(({ statement, plans }, i) =>
      [...(unsettled[i] ?? [])]
        .filter(({ shown }) => this.#isOpen(plans, shown))
        .map(({ shown, cost }) => ({ statement, plans, shown, open: plans.weight * (plans.atMost(shown) - cost) })),
    )
    const most = Math.max(4, Math.ceil(this.#known.length * questionsToAStatement))
    for (const { statement, plans, shown } of open.sort((a, b) => b.open - a.open).slice(0, most)) {
      if (this.late) break
      await this.#whatIf.plan(statement, plans, shown)
    }
    return open.length > 0
  }

  /** What no plan uses, whatever is shown beside it, only makes planning slow. */
  used(): Bits {
    const plans = this.plans.flatMap(({ known }) => known.map(({ used }) => used))
    return plans.reduce(joined, emptyBits(this.candidates.length))
  }

  tableOf(index: number): string {
    const on = this.candidates[index]?.spec.on
    return on === undefined ? '' : quoteQualified(on.schema, on.name)
  }

  /** Whether what is known leaves open what a statement costs with a set. */
  #isOpen(plans: StatementPlans, set: Bits): boolean {
    if (plans.settled(set) !== undefined) return false
    return plans.weight * (plans.atMost(set) - plans.atLeast(set)) > this.#least
  }

  #numbers(numbers: readonly number[]): Bits {
    return bitsOf(this.candidates.length, numbers)
  }
}
