import { quoteQualified } from '../../sql/index.ts'
import { type Access, indexesOf, type PlanNode, type SpecCandidate, type Twin } from '../../twin/index.ts'
import type { PlannedStatement } from '../planned-statement.ts'
import { type Bits, bitsOf, common, hasBit } from './bits.ts'
import { Dominance } from './dominance.ts'
import type { StatementPlans } from './statement-plans.ts'

/**
 * Indexes that are shown and that a statement could do without are hidden once there are more than this: each makes
 * planning slower, and hiding them all for every statement would be slower still.
 */
const mostNeedless = 60

/** Asks the twin for plans with some candidates shown and all others hidden. */
export class WhatIf {
  readonly #twin: Twin
  readonly candidates: readonly SpecCandidate[]
  /** Partitions of one name in two schemas can have indexes of one name. */
  readonly #numbers = new Map<string, number[]>()
  readonly #byTable = new Map<string, number[]>()
  readonly #dominance: Dominance
  readonly #shown = new Set<number>()

  constructor(twin: Twin, candidates: readonly SpecCandidate[]) {
    this.#twin = twin
    this.candidates = candidates
    this.#dominance = new Dominance(candidates)
    candidates.forEach((candidate, number) => {
      for (const { name } of [candidate, ...candidate.parts])
        this.#numbers.set(name, [...(this.#numbers.get(name) ?? []), number])
      const table = tableOf(candidate.spec.on)
      this.#byTable.set(table, [...(this.#byTable.get(table) ?? []), number])
    })
  }

  /** The candidates that the planner could use for a statement, whatever else there is. */
  relevantTo({ accesses }: PlannedStatement): Bits {
    const numbers = accesses.flatMap((access) =>
      this.#on(access).filter((number) => {
        const candidate = this.candidates[number]
        return candidate !== undefined && canServe(candidate, access)
      }),
    )
    return bitsOf(this.candidates.length, numbers)
  }

  /** Adds what the planner answers to what is known. */
  async plan(statement: PlannedStatement, plans: StatementPlans, wanted: Bits): Promise<void> {
    const shown = common(wanted, plans.relevant)
    await this.#show(statement, plans.relevant, shown)
    const plan = await this.#planWith(statement, shown)
    const used = this.#usedBy(plan).flat()
    const known = used.filter((number) => hasBit(shown, number))
    plans.add({ shown, used: bitsOf(this.candidates.length, known), cost: plan['Total Cost'] })
  }

  /** What was left in sight, since it was taken not to matter, and does all the same, is hidden and the plan made again. */
  async #planWith(statement: PlannedStatement, shown: Bits): Promise<PlanNode> {
    const plan = await this.#twin.explain(statement.sql, statement.context)
    const unwanted = this.#usedBy(plan).flatMap((numbers) =>
      numbers.some((number) => hasBit(shown, number)) ? [] : numbers.filter((number) => this.#shown.has(number)),
    )
    if (unwanted.length === 0) return plan
    await this.#set(unwanted, false)
    return this.#planWith(statement, shown)
  }

  /** Candidates by the names of the indexes that a plan reads; those of one name are in different schemas. */
  #usedBy(plan: PlanNode): (readonly number[])[] {
    return [...indexesOf(plan)].flatMap((name) => {
      const numbers = this.#numbers.get(name)
      return numbers === undefined ? [] : [numbers]
    })
  }

  /** Hides everything, so that the twin is as it was. */
  async hideAll(): Promise<void> {
    await this.#set([...this.#shown], false)
  }

  /** Others than those that matter to the statement stay as they are. */
  async #show(statement: PlannedStatement, relevant: Bits, shown: Bits): Promise<void> {
    const needed = this.#dominance.undominated(statement, shown)
    const tables = new Set(statement.accesses.flatMap((access) => this.#on(access)))
    const needless = [...this.#shown].filter((number) => tables.has(number) && !needed.has(number))
    const hidden =
      needless.length > mostNeedless
        ? needless
        : needless.filter((number) => hasBit(relevant, number) && !hasBit(shown, number))
    await this.#set(hidden, false)
    await this.#set(
      [...needed].filter((number) => !this.#shown.has(number)),
      true,
    )
  }

  #on({ table }: Access): readonly number[] {
    return this.#byTable.get(tableOf(table)) ?? []
  }

  async #set(numbers: readonly number[], visible: boolean): Promise<void> {
    if (numbers.length === 0) return
    await this.#twin.show(
      numbers.flatMap((number) => this.candidates[number] ?? []),
      visible,
    )
    for (const number of numbers) {
      if (visible) this.#shown.add(number)
      else this.#shown.delete(number)
    }
  }
}

/** It has a key that is sought, holds all that is read, or is about a part of the rows that may be all that is wanted. */
function canServe({ spec: { keys, include, predicate } }: SpecCandidate, { columns, sought }: Access): boolean {
  const keyColumns = keys.flatMap(({ column, reads }) => reads ?? [column])
  if (keyColumns.some((column) => sought.has(column))) return true
  if (predicate?.columns.every((column) => sought.has(column))) return true
  const held = new Set([...keyColumns, ...include])
  return [...columns].every((column) => held.has(column))
}

function tableOf({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return quoteQualified(schema, name)
}
