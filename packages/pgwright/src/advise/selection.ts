import type { ObjectName } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'
import type { SpecCandidate } from '../twin/index.ts'
import type { CandidateSet, CostModel } from './cost-model.ts'
import type { Keeping } from './keeping.ts'
import type { PlannedStatement } from './planned-statement.ts'

export interface Limits {
  /** Of all new indexes together; null: none. */
  readonly budgetBytes: number | null
  readonly maxIndexes: number | null
  /** `Date.now()` after which the best set so far is taken. */
  readonly deadline: number
}

/** What the search knows: the statements, the candidates, and what it costs to keep each. */
export interface SearchSpace {
  readonly model: CostModel
  readonly statements: readonly PlannedStatement[]
  readonly candidates: readonly SpecCandidate[]
  readonly keeping: Keeping
}

/** An index earns its place when it saves this share of the workload's cost, or … */
const earnedShare = 0.001
/** … when it halves a statement that makes up this share of the calls. */
const earnedCallShare = 0.01
/**
 * A smaller index is taken instead when it keeps all but this share of the gain: the last part is mostly pages of the
 * table that need not be read, which the planner takes to be on disk and which often are in memory.
 */
const toleratedLoss = 0.05

const none: CandidateSet = new Set()

/**
 * Searches the set of candidates that makes the workload cheapest, net of what writes pay: greedily, the largest gain
 * first, each gain taken with the set chosen so far; then indexes that the later ones made needless are dropped, and
 * smaller ones are put in the place of larger that gain hardly more.
 */
export class Selection {
  readonly #space: SearchSpace
  readonly #limits: Limits
  readonly #pool: ReadonlyMap<string, SpecCandidate>
  readonly #readersOf = new Map<string, PlannedStatement[]>()
  #chosen = new Set<string>()

  constructor(space: SearchSpace, limits: Limits) {
    this.#space = space
    this.#limits = limits
    this.#pool = new Map(space.candidates.map((candidate) => [candidate.name, candidate]))
    for (const statement of space.statements) {
      for (const table of new Set(statement.accesses.map((access) => tableKey(access.table)))) {
        this.#readersOf.set(table, [...(this.#readersOf.get(table) ?? []), statement])
      }
    }
  }

  async search(): Promise<SpecCandidate[]> {
    await this.#grow()
    for (let before = ''; before !== this.#signature() && !this.#late(); ) {
      before = this.#signature()
      await this.#dropNeedless()
      await this.#replaceWithSmaller()
    }
    return [...this.#chosen].flatMap((name) => this.#pool.get(name) ?? [])
  }

  #signature(): string {
    return [...this.#chosen].sort().join()
  }

  /** Lazy greedy: a gain only shrinks as the set grows, mostly, so old gains are bounds and few are taken anew. */
  async #grow(): Promise<void> {
    const bounds = new Map<string, number>()
    for (const name of this.#pool.keys()) if (!this.#chosen.has(name)) bounds.set(name, Number.POSITIVE_INFINITY)
    while (bounds.size > 0 && !this.#late() && !this.#full()) {
      const [name, bound] = largest(bounds)
      if (bound <= 0) return
      if (!this.#fits(name)) {
        bounds.delete(name)
        continue
      }
      const score = await this.#score(name)
      bounds.set(name, score)
      if (score < largest(bounds)[1]) continue
      bounds.delete(name)
      if (await this.#earns(name)) this.#chosen.add(name)
    }
  }

  /** Gain in the planner's cost units; by byte where bytes are short. */
  async #score(name: string): Promise<number> {
    const gain = await this.#gain(name, this.#chosen)
    return this.#limits.budgetBytes === null || gain <= 0 ? gain : gain / this.#sizeOf(name)
  }

  /** Statements that read the candidate's table: it can serve some that it was not thought of for. */
  #readers(name: string): readonly PlannedStatement[] {
    const candidate = this.#pool.get(name)
    return candidate === undefined ? [] : (this.#readersOf.get(tableKey(candidate.spec.on)) ?? [])
  }

  /** What adding `name` to `set` saves, net of writes. */
  async #gain(name: string, set: CandidateSet): Promise<number> {
    const statements = this.#readers(name)
    const [without, with_] = [await this.#cost(statements, set), await this.#cost(statements, added(set, name))]
    return without - with_ - this.#upkeep(name)
  }

  async #earns(name: string): Promise<boolean> {
    const { model, statements } = this.#space
    const without = removed(this.#chosen, name)
    const gain = await this.#gain(name, without)
    if (gain <= 0) return false
    const total = await this.#cost(statements, none)
    if (gain >= total * earnedShare) return true
    const calls = statements.reduce((sum, { statement }) => sum + statement.calls, 0)
    for (const served of this.#readers(name)) {
      if (served.statement.calls < calls * earnedCallShare) continue
      const [before, after] = [await model.cost(served, without), await model.cost(served, added(without, name))]
      if (after <= before / 2) return true
    }
    return false
  }

  async #dropNeedless(): Promise<void> {
    const gains = new Map<string, number>()
    for (const name of this.#chosen) gains.set(name, await this.#gain(name, removed(this.#chosen, name)))
    for (const [name] of [...gains].sort(([, a], [, b]) => a - b)) {
      if (!(await this.#earns(name))) this.#chosen.delete(name)
    }
  }

  async #replaceWithSmaller(): Promise<void> {
    for (const name of [...this.#chosen]) {
      if (this.#late()) return
      const rest = removed(this.#chosen, name)
      const gain = await this.#gain(name, rest)
      const statements = this.#readers(name)
      const limit = (await this.#cost(statements, this.#chosen)) + this.#upkeep(name) + gain * toleratedLoss
      for (const smaller of this.#smallerThan(name)) {
        const cost = (await this.#cost(statements, added(rest, smaller))) + this.#upkeep(smaller)
        if (cost > limit) continue
        this.#chosen = added(rest, smaller)
        break
      }
    }
  }

  #smallerThan(name: string): string[] {
    const candidate = this.#pool.get(name)
    if (candidate === undefined) return []
    const table = tableKey(candidate.spec.on)
    return [...this.#pool.values()]
      .filter((other) => tableKey(other.spec.on) === table && !this.#chosen.has(other.name))
      .map((other) => other.name)
      .filter((other) => this.#netBytes(other) < this.#netBytes(name))
      .sort((a, b) => this.#netBytes(a) - this.#netBytes(b) || (a < b ? -1 : 1))
  }

  async #cost(statements: readonly PlannedStatement[], set: CandidateSet): Promise<number> {
    let sum = 0
    for (const statement of statements) sum += statement.weight * (await this.#space.model.cost(statement, set))
    return sum
  }

  #fits(name: string): boolean {
    if (this.#limits.budgetBytes === null) return true
    const taken = [...this.#chosen].reduce((sum, chosen) => sum + this.#sizeOf(chosen), 0)
    return taken + this.#sizeOf(name) <= this.#limits.budgetBytes
  }

  #full(): boolean {
    return this.#limits.maxIndexes !== null && this.#chosen.size >= this.#limits.maxIndexes
  }

  #late(): boolean {
    return Date.now() > this.#limits.deadline
  }

  #sizeOf(name: string): number {
    return this.#pool.get(name)?.sizeBytes ?? 0
  }

  #netBytes(name: string): number {
    const candidate = this.#pool.get(name)
    return candidate === undefined ? 0 : this.#space.keeping.netBytes(candidate)
  }

  #upkeep(name: string): number {
    const candidate = this.#pool.get(name)
    return candidate === undefined ? 0 : this.#space.keeping.upkeep(candidate)
  }
}

function tableKey({ schema, name }: ObjectName): string {
  return quoteQualified(schema, name)
}

function added(set: CandidateSet, name: string): Set<string> {
  return new Set([...set, name])
}

function removed(set: CandidateSet, name: string): Set<string> {
  return new Set([...set].filter((other) => other !== name))
}

function largest(bounds: ReadonlyMap<string, number>): [string, number] {
  let best: [string, number] = ['', Number.NEGATIVE_INFINITY]
  for (const entry of bounds) if (entry[1] > best[1]) best = entry
  return best
}
