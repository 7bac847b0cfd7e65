import type { ObjectName } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'
import { indexesOf, type SpecCandidate, type Twin } from '../twin/index.ts'
import type { PlannedStatement } from './planned-statement.ts'

/** A set of candidates, by name on the twin. */
export type CandidateSet = ReadonlySet<string>

interface Known {
  readonly shown: CandidateSet
  readonly used: CandidateSet
  readonly cost: number
}

/**
 * What a statement costs with a set of candidates shown. A plan stays the cheapest as long as the indexes that it
 * uses stay and no others come, so most questions are answered without asking the planner.
 */
export class CostModel {
  readonly #twin: Twin
  readonly #known = new Map<PlannedStatement, Known[]>()
  readonly #candidates = new Map<string, SpecCandidate>()
  #shown = new Set<string>()

  constructor(twin: Twin) {
    this.#twin = twin
  }

  /** Tells of candidates that sets will be made of. */
  learn(candidates: readonly SpecCandidate[]): void {
    for (const candidate of candidates) this.#candidates.set(candidate.name, candidate)
  }

  async cost(statement: PlannedStatement, set: CandidateSet): Promise<number> {
    return (await this.#plan(statement, set)).cost
  }

  /** The candidates that the statement's plan uses when `set` is shown. */
  async used(statement: PlannedStatement, set: CandidateSet): Promise<CandidateSet> {
    return (await this.#plan(statement, set)).used
  }

  /** Forgets the plans of statements: indexes of the source that they could use were shown or hidden. */
  forget(statements: readonly PlannedStatement[]): void {
    for (const statement of statements) this.#known.delete(statement)
  }

  async #plan(statement: PlannedStatement, set: CandidateSet): Promise<Known> {
    const tables = new Set(statement.accesses.map(({ table }) => quoteQualified(table.schema, table.name)))
    const relevant = new Set([...set].filter((name) => tables.has(this.#tableOf(name))))
    const known = this.#known.get(statement) ?? []
    const answer = known.find(({ shown, used }) => within(relevant, shown) && within(used, relevant))
    if (answer !== undefined) return answer
    await this.#show(relevant)
    const plan = await this.#twin.explain(statement.sql, statement.context)
    const used = new Set([...indexesOf(plan)].filter((name) => relevant.has(name)))
    const found = { shown: relevant, used, cost: plan['Total Cost'] }
    this.#known.set(statement, [...known, found])
    return found
  }

  #tableOf(name: string): string {
    const on = this.#candidates.get(name)?.spec.on
    return on === undefined ? '' : quoteQualified(on.schema, on.name)
  }

  async #show(wanted: CandidateSet): Promise<void> {
    await this.#twin.show(this.#objects([...this.#shown].filter((name) => !wanted.has(name))), false)
    await this.#twin.show(this.#objects([...wanted].filter((name) => !this.#shown.has(name))), true)
    this.#shown = new Set(wanted)
  }

  #objects(names: readonly string[]): ObjectName[] {
    return names.flatMap((name) => {
      const candidate = this.#candidates.get(name)
      return candidate === undefined ? [] : [{ schema: candidate.spec.on.schema, name }]
    })
  }
}

function within(inner: CandidateSet, outer: CandidateSet): boolean {
  for (const name of inner) if (!outer.has(name)) return false
  return true
}
