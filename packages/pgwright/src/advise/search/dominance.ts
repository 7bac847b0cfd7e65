import { quoteQualified } from '../../sql/index.ts'
import type { Access, SpecCandidate } from '../../twin/index.ts'
import type { PlannedStatement } from '../planned-statement.ts'
import { type Bits, hasBit, membersOf } from './bits.ts'

/**
 * Which candidates can do for a statement no more than a smaller one does. Of a B-tree that doesn't hold all that a
 * statement reads, trailing keys and included columns that it doesn't seek only add pages: whatever plan uses it, the
 * same plan with the B-tree without them costs no more. So where both would be shown, the smaller one alone answers for
 * both, and planning with hundreds of candidates is planning with dozens.
 */
export class Dominance {
  readonly #candidates: readonly SpecCandidate[]
  readonly #numbers: ReadonlyMap<string, number>
  readonly #known = new Map<PlannedStatement, ReadonlyMap<number, number>>()

  constructor(candidates: readonly SpecCandidate[]) {
    this.#candidates = candidates
    this.#numbers = new Map(candidates.map((candidate, number) => [contents(candidate, candidate.spec.keys), number]))
  }

  /** Those of some candidates that no other one of them answers for. */
  undominated(statement: PlannedStatement, shown: Bits): Set<number> {
    const smaller = this.#smaller(statement)
    return new Set(
      membersOf(shown).filter((number) => {
        const instead = smaller.get(number)
        return instead === undefined || !hasBit(shown, instead)
      }),
    )
  }

  /** By candidate, the smaller one that is as good for the statement. */
  #smaller(statement: PlannedStatement): ReadonlyMap<number, number> {
    const known = this.#known.get(statement)
    if (known !== undefined) return known
    const found = new Map<number, number>()
    this.#candidates.forEach((candidate, number) => {
      const instead = this.#insteadOf(candidate, statement)
      if (instead !== undefined && instead !== number) found.set(number, instead)
    })
    this.#known.set(statement, found)
    return found
  }

  #insteadOf(candidate: SpecCandidate, { accesses }: PlannedStatement): number | undefined {
    const { on, method = 'btree', keys, include } = candidate.spec
    const own = accesses.filter(({ table }) => table.schema === on.schema && table.name === on.name)
    if (method !== 'btree' || own.length === 0) return undefined
    const held = new Set([...keys.map(({ column }) => column), ...include])
    if (own.some((access) => isCovered(access, held))) return undefined
    const sought = (column: string) => own.some((access) => access.sought.has(column))
    const last = keys.findLastIndex(({ column, reads }) => (reads ?? [column]).some(sought))
    const number = this.#numbers.get(contents(candidate, keys.slice(0, last + 1), []))
    const smaller = number === undefined ? undefined : this.#candidates[number]
    return smaller !== undefined && smaller.sizeBytes <= candidate.sizeBytes ? number : undefined
  }
}

function isCovered({ columns }: Access, held: ReadonlySet<string>): boolean {
  return [...columns].every((column) => held.has(column))
}

function contents(
  { spec: { on, method = 'btree', include: all, predicate } }: SpecCandidate,
  keys: SpecCandidate['spec']['keys'],
  include: readonly string[] = [...all].sort(),
): string {
  return JSON.stringify([quoteQualified(on.schema, on.name), method, keys, include, predicate?.sql])
}
