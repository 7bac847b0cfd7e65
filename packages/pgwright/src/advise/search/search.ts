import type { SpecCandidate } from '../../twin/index.ts'
import type { PlannedStatement } from '../planned-statement.ts'
import { type Bits, bitsOf, common } from './bits.ts'
import { Branches } from './branch.ts'
import { chooseSet, improveSet, neighboursOf } from './choose.ts'
import { type Groups, groupsOf } from './groups.ts'
import { type IndexPrice, leastOf, type Problem, totalOf } from './problem.ts'
import { Questions } from './questions.ts'
import { refine } from './refine.ts'
import type { StatementPlans } from './statement-plans.ts'
import type { WhatIf } from './what-if.ts'

export interface SearchLimits {
  readonly budgetBytes: number | null
  readonly maxIndexes: number | null
  /** The share of the workload's cost that an index has to save; null: the usual one. */
  readonly minGain: number | null
  /** `Date.now()` after which the best set so far is taken. */
  readonly deadline: number
  /** Goes on until then, or until nothing better can be found; else it ends where more questions seldom pay. */
  readonly thorough: boolean
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
const nearEnough = 0.002
/** Indexes whose sizes differ by less are taken for one at first, which leaves few cases; then others are told apart. */
const likeness = [1.6, 1.15, 1]
/** Questions about a region, or regions taken apart: for few statements each takes little time. */
const stepsFor = (statements: number) => Math.min(150, Math.max(30, Math.floor(3000 / statements)))
/** Sets next to the best one that are asked about before it is left. */
const mostNeighbours = 12
/** A set is better that is so by this share. */
const leastStep = 1e-4
/** Rounds in which what is open about the best set is asked. */
const mostRounds = 12

/**
 * Finds the set of candidates that makes the workload cheapest, net of what writes pay, with few questions to the
 * planner. Each statement is planned with all candidates, and with ever thinner ones; from these plans the best set is
 * put together; what the plans leave open about it is asked, and the set put together again; then the lower bound shows
 * where a better set could hide, and that is asked.
 */
export class Search {
  readonly #questions: Questions
  readonly #problem: Problem
  readonly #minGain: number | null
  readonly #thorough: boolean

  constructor(
    whatIf: WhatIf,
    statements: readonly PlannedStatement[],
    priceOf: (candidate: SpecCandidate) => IndexPrice,
    { budgetBytes, maxIndexes, minGain, deadline, thorough }: SearchLimits,
  ) {
    this.#minGain = minGain
    this.#thorough = thorough
    this.#questions = new Questions(whatIf, statements, deadline, thorough)
    const indexes = whatIf.candidates.map(priceOf)
    this.#problem = { statements: this.#questions.plans, indexes, budgetBytes, maxIndexes }
  }

  async run(): Promise<Found> {
    const fitting = this.#fitting()
    await this.#questions.askFronts(fitting)
    await this.#questions.askUnused(fitting)
    await this.#questions.askSmaller(this.#problem, fitting)
    const first = await this.#settle(chooseSet(this.#problem))
    // Where time was over before everything had been shown, what no plan uses was not looked at.
    const allowed = this.#questions.late ? fitting : common(fitting, this.#questions.used())
    const { chosen, lowerBound } = await this.#closeIn(first, allowed)
    const refined = await this.#refined(await this.#explored(chosen))
    return { plans: this.#questions.byStatement, chosen: refined, lowerBound }
  }

  /** What fits into the budget by itself. */
  #fitting(): Bits {
    const { budgetBytes, indexes } = this.#problem
    return this.#bits(indexes.flatMap(({ bytes }, i) => (budgetBytes === null || bytes <= budgetBytes ? [i] : [])))
  }

  /** Brings the set and what no set of the allowed indexes can go below together, as far as that gets. */
  async #closeIn(first: readonly number[], allowed: Bits): Promise<Omit<Found, 'plans'>> {
    let closest: Closing = { chosen: first, lowerBound: 0, isNear: false, unfinished: false }
    let steps = stepsFor(this.#problem.statements.length)
    do {
      for (const aboutAsLarge of likeness) {
        const { lowerBound } = closest
        closest = await this.#closeInBy(
          closest.chosen,
          groupsOf(this.#questions.candidates, this.#problem.indexes, allowed, aboutAsLarge),
          steps,
        )
        closest = { ...closest, lowerBound: Math.max(lowerBound, closest.lowerBound) }
        // Where it was not told to the end what these groups tell, smaller ones tell no more.
        if (closest.isNear || closest.unfinished) break
      }
      steps *= 2
    } while (this.#thorough && closest.unfinished && !closest.isNear && !this.#questions.late)
    return closest
  }

  /** The same, with indexes of one group taken for one. */
  async #closeInBy(first: readonly number[], groups: Groups, mostSteps: number): Promise<Closing> {
    let chosen = first
    const branches = new Branches(this.#problem, groups, totalOf(this.#problem, chosen))
    let steps = mostSteps
    for (; steps > 0 && !this.#questions.late; steps--) {
      const total = totalOf(this.#problem, chosen)
      if (branches.refresh(total)) continue
      const { lowest } = branches
      if (lowest === null || isNear(total, lowest.total)) break
      if (await this.#questions.askCases(lowest.unsettled))
        chosen = await this.#settle(improveSet(this.#problem, chosen))
      else if (!branches.split(total)) break
    }
    chosen = await this.#anew(chosen)
    const reached = totalOf(this.#problem, chosen)
    const { costs, total } = branches.bound(reached)
    return { chosen, lowerBound: costs, isNear: isNear(reached, total), unfinished: steps === 0 }
  }

  /** The set, or a better one that is built up from nothing by all that is known now. */
  async #anew(chosen: readonly number[]): Promise<readonly number[]> {
    const anew = await this.#settle(chooseSet(this.#problem))
    return totalOf(this.#problem, anew) < totalOf(this.#problem, chosen) ? anew : chosen
  }

  /**
   * What plans are known of were shown more than fits: what one index alone would do is often open, and looks dear. So of
   * the sets that an exchange makes, those are asked that could be the cheapest.
   */
  async #explored(first: readonly number[]): Promise<readonly number[]> {
    let chosen = first
    for (let found = true; found && !this.#questions.late; ) {
      found = false
      for (const { set } of this.#promising(chosen)) {
        if (this.#questions.enough) break
        await this.#questions.ask(this.#bits(set))
        const other = await this.#settle(improveSet(this.#problem, set))
        found = totalOf(this.#problem, other) < totalOf(this.#problem, chosen) * (1 - leastStep)
        if (found) chosen = other
        if (found || this.#questions.late) break
      }
    }
    return chosen
  }

  #promising(chosen: readonly number[]) {
    const total = totalOf(this.#problem, chosen)
    return neighboursOf(this.#problem, chosen)
      .map((set) => ({ set, least: leastOf(this.#problem, set) }))
      .filter(({ least }) => total - least > nearEnough * total)
      .sort((a, b) => a.least - b.least)
      .slice(0, mostNeighbours)
  }

  /** Asks what is open about a set; what comes of it may make another set the best. */
  async #settle(first: readonly number[]): Promise<readonly number[]> {
    let chosen = first
    for (let round = 0; round < mostRounds && !this.#questions.late; round++) {
      const before = this.#questions.answers
      this.#questions.reached(totalOf(this.#problem, chosen))
      await this.#questions.ask(this.#bits(chosen))
      if (before === this.#questions.answers) break
      chosen = improveSet(this.#problem, chosen)
    }
    return chosen
  }

  /** Until nothing changes: what a smaller index takes the place of stood in another order than that may, and so on. */
  async #refined(chosen: readonly number[]): Promise<readonly number[]> {
    let refined = chosen
    for (let round = 0; round < mostRounds; round++) {
      const [before, answers] = [refined.join(), this.#questions.answers]
      await this.#askOtherOrders(refined)
      // What is known of a set tells little of what it is without an index: it looks as if none could be spared.
      for (const index of refined) await this.#questions.settle(this.#bits(refined.filter((other) => other !== index)))
      refined = refine(this.#problem, refined, (index) => this.#questions.tableOf(index), this.#minGain)
      await this.#questions.ask(this.#bits(refined))
      if (refined.join() === before && answers === this.#questions.answers) break
    }
    return refined
  }

  /** Asks what an index with the same columns in the more usual order would do in the place of each. */
  async #askOtherOrders(chosen: readonly number[]): Promise<void> {
    const contents = this.#questions.candidates.map(contentsOf)
    for (const index of chosen) {
      const usual = contents.indexOf(contents[index] ?? '')
      if (usual === index) continue
      await this.#questions.ask(this.#bits([...chosen.filter((other) => other !== index), usual]))
    }
  }

  #bits(numbers: readonly number[]): Bits {
    return bitsOf(this.#problem.indexes.length, numbers)
  }
}

/** How far the set and the bound were brought together. */
interface Closing extends Omit<Found, 'plans'> {
  readonly isNear: boolean
  /** There was more to ask, or to take apart. */
  readonly unfinished: boolean
}

function isNear(total: number, bound: number): boolean {
  return total - bound <= nearEnough * total
}

/** The same for indexes with the same keys in whatever order. */
function contentsOf({ spec: { on, method, keys, include, predicate } }: SpecCandidate): string {
  const columns = keys.map(({ column }) => column).sort()
  return JSON.stringify([on, method, columns, [...include].sort(), predicate?.sql])
}
