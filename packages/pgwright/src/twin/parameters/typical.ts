import type { ColumnStatistics, Snapshot } from '../../model/index.ts'
import { fillParameters, formatArrayText, parameterNumbers, quoteLiteral, textRoles } from '../../sql/index.ts'
import type { PlanNode } from '../plan-node.ts'
import { type Access, accessesOf } from './accesses.ts'
import { ColumnValues } from './column-values.ts'
import { distribution, quantile, valuesOf } from './distribution.ts'

/** What a parameter is taken for whose value no column tells: a page of a list, the last day by day. */
export const typicalByUse = { limit: '50', offset: '0', unit: 'day', interval: '1 day' } as const
export const listLength = 10
/** Ranges usually ask for what is near an end: `at > $1` for the latest, `at < $1` for what is long past. */
const rangeTail = 0.05

/**
 * Values that stand for what a statement is usually given, drawn from column statistics: an estimate, and labelled
 * as one wherever it is shown. They are used on the twin and go nowhere else.
 */
export class TypicalValues {
  readonly #columns: ColumnValues

  constructor(snapshot: Snapshot) {
    this.#columns = new ColumnValues(snapshot)
  }

  /** The statement with literals where its plan or its text tells what a parameter is compared with. */
  fill(sql: string, genericPlan: PlanNode): string {
    const literals = new Map<number, string>()
    for (const { number, use } of textRoles(sql)) {
      literals.set(number, quoteLiteral(typicalByUse[use]))
    }
    for (const access of accessesOf(genericPlan)) {
      for (const [number, value] of this.#parameters(access)) {
        if (!literals.has(number)) literals.set(number, quoteLiteral(value))
      }
    }
    return parameterNumbers(sql).length === 0 ? sql : fillParameters(sql, literals)
  }

  /** Settings that policies compare with a column, by name, and a value that some row has. */
  settings(plan: PlanNode): Record<string, string> {
    const found: Record<string, string> = {}
    for (const access of accessesOf(plan)) {
      for (const { kind, use, operand } of access.predicates) {
        if (kind !== 'equal' || operand?.kind !== 'setting') continue
        const value = this.#averageValue(access, use.column)
        if (value !== null) found[operand.name] ??= value
      }
    }
    return found
  }

  #parameters(access: Access): [number, string][] {
    const between = twoSided(access)
    return access.predicates.flatMap(({ kind, use, operand }): [number, string][] => {
      if (operand?.kind !== 'parameter') return []
      const value = this.#parameterValue(access, kind, use.column, between.has(use.column))
      return value === null ? [] : [[operand.number, value]]
    })
  }

  #parameterValue(access: Access, kind: string, column: string, between: boolean): string | null {
    if (kind === 'equal') return this.#averageValue(access, column)
    // A range with both ends is taken to be as wide, and to end where that of one end begins.
    if (kind === 'above') return this.#quantile(access, column, between ? 1 - 2 * rangeTail : 1 - rangeTail)
    if (kind === 'below') return this.#quantile(access, column, between ? 1 - rangeTail : rangeTail)
    if (kind !== 'any') return null
    const values = Array.from({ length: listLength }, (_, i) => this.#value(access, column, (i + 0.5) / listLength))
    return formatArrayText(values.flatMap((value) => value ?? []))
  }

  /**
   * The value that is nearest to the average one in how many rows have it. Not the most common: what a service asks
   * for by a column of few values is seldom the one that nearly all rows have.
   */
  #averageValue(access: Access, column: string): string | null {
    const statistics = this.#of(access, column)
    if (statistics === undefined) return null
    const bounds = valuesOf(statistics.histogram)
    if (bounds.length > 0) return bounds[Math.floor(bounds.length / 2)] ?? null
    const frequencies = statistics.commonFrequencies ?? []
    const average = Math.log((1 - statistics.nullFraction) / Math.max(1, frequencies.length))
    const distances = frequencies.map((frequency) => Math.abs(Math.log(frequency) - average))
    return valuesOf(statistics.commonValues)[distances.indexOf(Math.min(...distances))] ?? null
  }

  /** The value of the row at `share` of all rows, the most common values first. */
  #value(access: Access, column: string, share: number): string | null {
    const statistics = this.#of(access, column)
    if (statistics === undefined) return null
    let left = share * (1 - statistics.nullFraction)
    const common = valuesOf(statistics.commonValues)
    for (const [i, value] of common.entries()) {
      left -= statistics.commonFrequencies?.[i] ?? 0
      if (left <= 0) return value
    }
    const bounds = valuesOf(statistics.histogram)
    return bounds[Math.floor(bounds.length * share)] ?? common[0] ?? null
  }

  #quantile(access: Access, column: string, share: number): string | null {
    const statistics = this.#of(access, column)
    return statistics === undefined ? null : (quantile(distribution(statistics), share)?.value ?? null)
  }

  #of({ table }: Access, column: string): ColumnStatistics | undefined {
    return this.#columns.of(table, column)?.statistics
  }
}

function twoSided({ predicates }: Access): Set<string> {
  const above = new Set(predicates.filter(({ kind }) => kind === 'above').map(({ use }) => use.column))
  const below = predicates.filter(({ kind }) => kind === 'below').map(({ use }) => use.column)
  return new Set(below.filter((column) => above.has(column)))
}
