import type { ObjectName } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import { indexesOf, type SpecCandidate, type Twin } from '../../twin/index.ts'
import type { PlannedStatement } from '../planned-statement.ts'
import { type Bits, bitsOf, common, hasBit } from './bits.ts'
import type { StatementPlans } from './statement-plans.ts'

/** Asks the twin for plans with some candidates shown and all others hidden. */
export class WhatIf {
  readonly #twin: Twin
  readonly candidates: readonly SpecCandidate[]
  /** Partitions of one name in two schemas can have indexes of one name. */
  readonly #numbers = new Map<string, number[]>()
  readonly #byTable = new Map<string, number[]>()
  readonly #shown = new Set<number>()

  constructor(twin: Twin, candidates: readonly SpecCandidate[]) {
    this.#twin = twin
    this.candidates = candidates
    candidates.forEach((candidate, number) => {
      for (const { name } of [candidate, ...candidate.parts])
        this.#numbers.set(name, [...(this.#numbers.get(name) ?? []), number])
      const table = quoteQualified(candidate.spec.on.schema, candidate.spec.on.name)
      this.#byTable.set(table, [...(this.#byTable.get(table) ?? []), number])
    })
  }

  /** The candidates on the tables that a statement reads. */
  relevantTo({ accesses }: PlannedStatement): Bits {
    const tables = new Set(accesses.map(({ table }) => quoteQualified(table.schema, table.name)))
    return bitsOf(
      this.candidates.length,
      [...tables].flatMap((table) => this.#byTable.get(table) ?? []),
    )
  }

  /** Adds what the planner answers to what is known. */
  async plan(statement: PlannedStatement, plans: StatementPlans, wanted: Bits): Promise<void> {
    const shown = common(wanted, plans.relevant)
    await this.#show(plans.relevant, shown)
    const plan = await this.#twin.explain(statement.sql, statement.context)
    const used = [...indexesOf(plan)]
      .flatMap((name) => this.#numbers.get(name) ?? [])
      .filter((number) => hasBit(shown, number))
    plans.add({ shown, used: bitsOf(this.candidates.length, used), cost: plan['Total Cost'] })
  }

  /** Hides everything, so that the twin is as it was. */
  async hideAll(): Promise<void> {
    await this.#set([...this.#shown], false)
  }

  /** Others than those that matter to the statement stay as they are. */
  async #show(relevant: Bits, shown: Bits): Promise<void> {
    const hidden = [...this.#shown].filter((number) => hasBit(relevant, number) && !hasBit(shown, number))
    const missing = this.candidates.flatMap((_, number) =>
      hasBit(shown, number) && !this.#shown.has(number) ? [number] : [],
    )
    await this.#set(hidden, false)
    await this.#set(missing, true)
  }

  async #set(numbers: readonly number[], visible: boolean): Promise<void> {
    if (numbers.length === 0) return
    const names = numbers.flatMap((number): ObjectName | never[] => this.candidates[number] ?? [])
    await this.#twin.show(names, visible)
    for (const number of numbers) {
      if (visible) this.#shown.add(number)
      else this.#shown.delete(number)
    }
  }
}
