import { type Bits, clearBit, emptyBits, hasBit, membersOf, setBit } from './bits.ts'
import type { Problem } from './problem.ts'

/** A set of indexes with what it costs by the plans that are known, kept up as it changes. */
export class ChosenSet {
  readonly #problem: Problem
  /** By index: the statements that have a plan with it. */
  readonly #readers: readonly (readonly number[])[]
  readonly #costs: Float64Array
  readonly bits: Bits
  #bytes = 0
  #count = 0
  #total = 0

  /** @param start its members, or a set to be copied */
  constructor(problem: Problem, readers: readonly (readonly number[])[], start: Iterable<number> | ChosenSet = []) {
    this.#problem = problem
    this.#readers = readers
    if (start instanceof ChosenSet) {
      this.bits = start.bits.slice()
      this.#costs = start.#costs.slice()
      this.#bytes = start.#bytes
      this.#count = start.#count
      this.#total = start.#total
      return
    }
    this.bits = emptyBits(problem.indexes.length)
    for (const member of start) this.#put(member)
    this.#costs = Float64Array.from(problem.statements, (statement) => statement.atMost(this.bits))
    this.#total = problem.statements.reduce((sum, { weight }, i) => sum + weight * (this.#costs[i] ?? 0), 0)
    for (const member of this.members) this.#total += problem.indexes[member]?.upkeep ?? 0
  }

  /** Of statements and upkeep together. */
  get total(): number {
    return this.#total
  }

  get bytes(): number {
    return this.#bytes
  }

  get members(): number[] {
    return membersOf(this.bits)
  }

  has(index: number): boolean {
    return hasBit(this.bits, index)
  }

  copy(): ChosenSet {
    return new ChosenSet(this.#problem, this.#readers, this)
  }

  /** Members that some statement has a plan with that has a plan with one of these as well. */
  beside(indexes: readonly number[]): Set<number> {
    const read = new Set(this.#touched(indexes))
    return new Set(this.members.filter((member) => this.#readers[member]?.some((statement) => read.has(statement))))
  }

  /** Whether the limits are kept, with more indexes that are not in it. */
  fits(more: readonly number[] = []): boolean {
    const { budgetBytes, maxIndexes, indexes } = this.#problem
    const bytes = more.reduce((sum, index) => sum + (indexes[index]?.bytes ?? 0), this.#bytes)
    const count = this.#count + more.length
    return (budgetBytes === null || bytes <= budgetBytes) && (maxIndexes === null || count <= maxIndexes)
  }

  /** What the total changes by when indexes are added and removed; nothing stays changed. */
  difference(added: readonly number[], removed: readonly number[] = []): number {
    for (const index of added) setBit(this.bits, index)
    for (const index of removed) clearBit(this.bits, index)
    let sum = 0
    for (const statement of this.#touched([...added, ...removed])) {
      const plans = this.#problem.statements[statement]
      if (plans !== undefined) sum += plans.weight * (plans.atMost(this.bits) - (this.#costs[statement] ?? 0))
    }
    for (const index of added) clearBit(this.bits, index)
    for (const index of removed) setBit(this.bits, index)
    return sum + this.#upkeep(added) - this.#upkeep(removed)
  }

  add(indexes: readonly number[]): void {
    for (const index of indexes) if (!this.has(index)) this.#put(index)
    this.#total += this.#upkeep(indexes)
    this.#update(indexes)
  }

  remove(indexes: readonly number[]): void {
    for (const index of indexes) {
      clearBit(this.bits, index)
      this.#bytes -= this.#problem.indexes[index]?.bytes ?? 0
      this.#count--
    }
    this.#total -= this.#upkeep(indexes)
    this.#update(indexes)
  }

  #put(index: number): void {
    setBit(this.bits, index)
    this.#bytes += this.#problem.indexes[index]?.bytes ?? 0
    this.#count++
  }

  #upkeep(indexes: readonly number[]): number {
    return indexes.reduce((sum, index) => sum + (this.#problem.indexes[index]?.upkeep ?? 0), 0)
  }

  #update(indexes: readonly number[]): void {
    for (const statement of this.#touched(indexes)) {
      const plans = this.#problem.statements[statement]
      if (plans === undefined) continue
      const cost = plans.atMost(this.bits)
      this.#total += plans.weight * (cost - (this.#costs[statement] ?? 0))
      this.#costs[statement] = cost
    }
  }

  #touched(indexes: readonly number[]): Iterable<number> {
    const [first = -1, second] = indexes
    if (second === undefined) return this.#readers[first] ?? []
    return new Set(indexes.flatMap((index) => this.#readers[index] ?? []))
  }
}
