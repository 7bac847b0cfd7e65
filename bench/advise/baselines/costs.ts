import { quoteQualified } from '../../../packages/pgwright/src/sql/index.ts'
import { type IndexSpec, indexesOf, type SpecCandidate, type Twin } from '../../../packages/pgwright/src/twin/index.ts'
import type { Problem } from '../problem.ts'
import type { PreparedStatement } from '../statements.ts'
import type { IndexSet } from './index-set.ts'

interface Planned {
  readonly cost: number
  readonly used: IndexSet
}

/**
 * What statements cost under sets of indexes. The planner is asked once for each statement and set of indexes that are
 * relevant to it: the cache that the published evaluation framework gives to every algorithm.
 */
export class Costs {
  readonly #twin: Twin
  readonly #plans = new Map<PreparedStatement, Map<string, Planned>>()
  readonly #relevant = new Map<PreparedStatement, Map<SpecCandidate, boolean>>()
  readonly #columns = new Map<PreparedStatement, ReadonlySet<string>>()
  #shown: IndexSet = new Set()
  #calls = 0

  constructor({ twin }: Problem) {
    this.#twin = twin
  }

  get calls(): number {
    return this.#calls
  }

  /** Makes what is not there yet. A column of a type without B-tree order is left out. */
  make(specs: readonly IndexSpec[]): Promise<SpecCandidate[]> {
    return this.#twin.addIndexes(specs)
  }

  /** Takes candidates off the twin again: even hidden, each makes planning over its table slower. */
  async drop(candidates: readonly SpecCandidate[]): Promise<void> {
    const shown = new Set(this.#shown)
    for (const candidate of candidates) shown.delete(candidate)
    this.#shown = shown
    await this.#twin.removeIndexes(candidates)
  }

  async cost(statement: PreparedStatement, indexes: IndexSet): Promise<number> {
    return (await this.#plan(statement, indexes)).cost
  }

  /** Those that the statement's plan reads. */
  async used(statement: PreparedStatement, indexes: IndexSet): Promise<IndexSet> {
    return (await this.#plan(statement, indexes)).used
  }

  /** Whether an index has a column that the statement names. */
  relevant(statement: PreparedStatement, index: SpecCandidate): boolean {
    const known = this.#relevant.get(statement) ?? new Map<SpecCandidate, boolean>()
    this.#relevant.set(statement, known)
    const answer = known.get(index) ?? this.#names(statement, index)
    known.set(index, answer)
    return answer
  }

  #names(statement: PreparedStatement, { spec: { on, keys } }: SpecCandidate): boolean {
    const columns = this.#columns.get(statement) ?? columnsOf(statement)
    this.#columns.set(statement, columns)
    return keys.some(({ column }) => columns.has(`${quoteQualified(on.schema, on.name)}.${column}`))
  }

  async #plan(statement: PreparedStatement, indexes: IndexSet): Promise<Planned> {
    const relevant = [...indexes].filter((index) => this.relevant(statement, index))
    const key = relevant
      .map(({ name }) => name)
      .sort()
      .join()
    const known = this.#plans.get(statement) ?? new Map<string, Planned>()
    this.#plans.set(statement, known)
    const answer = known.get(key) ?? (await this.#ask(statement, indexes))
    known.set(key, answer)
    return answer
  }

  /** All indexes of the set are shown, relevant or not: the next statement is asked about the same set. */
  async #ask({ sql, context }: PreparedStatement, indexes: IndexSet): Promise<Planned> {
    this.#calls++
    const hidden = [...this.#shown].filter((index) => !indexes.has(index))
    await this.#twin.show(hidden, false)
    await this.#twin.show(
      [...indexes].filter((index) => !this.#shown.has(index)),
      true,
    )
    this.#shown = indexes
    const plan = await this.#twin.explain(sql, context)
    const names = indexesOf(plan)
    return { cost: plan['Total Cost'], used: new Set([...indexes].filter(({ name }) => names.has(name))) }
  }
}

function columnsOf({ tables }: PreparedStatement): ReadonlySet<string> {
  return new Set(
    tables.flatMap(({ on, columns }) => columns.map((column) => `${quoteQualified(on.schema, on.name)}.${column}`)),
  )
}
