import type { ColumnStatistics } from '../../model/index.ts'
import { parseArrayText } from '../../sql/index.ts'

/** A value and the share of the rows that have it. */
export interface Weighted {
  readonly value: string
  readonly share: number
}

/** A column's values in order, common ones and those of the histogram, each with its share of the rows. */
export function distribution(statistics: ColumnStatistics): Weighted[] {
  const frequencies = statistics.commonFrequencies ?? []
  const common = valuesOf(statistics.commonValues).map((value, i) => ({ value, share: frequencies[i] ?? 0 }))
  const bounds = valuesOf(statistics.histogram)
  const rest = 1 - statistics.nullFraction - frequencies.reduce((sum, frequency) => sum + frequency, 0)
  const spread = bounds.map((value) => ({ value, share: Math.max(0, rest) / bounds.length }))
  return [...common, ...spread].sort((a, b) => compareValues(a.value, b.value))
}

/** Numbers by value; dates and times, which PostgreSQL writes in ISO order, as text. */
function compareValues(a: string, b: string): number {
  const difference = Number(a) - Number(b)
  return Number.isNaN(difference) ? (a < b ? -1 : a > b ? 1 : 0) : difference
}

/** The value at `share` of the rows, in their order. */
export function quantile(values: readonly Weighted[], share: number): Weighted | undefined {
  let left = share * values.reduce((sum, value) => sum + value.share, 0)
  return values.find((value) => {
    left -= value.share
    return left <= 0
  })
}

/** Values as a snapshot keeps them; none where there are none. */
export function valuesOf(text: string | null): string[] {
  return text === null ? [] : parseArrayText(text)
}
