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
export function compareValues(a: string, b: string): number {
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

/**
 * What lies before the first and behind the last of values in order, as far again as they reach; null where that can't
 * be told for their type, or there are none.
 *
 * @param type as `format_type` writes it, an array's for its elements
 */
export function beyond(
  sorted: readonly string[],
  type: string,
): { readonly below: string; readonly above: string } | null {
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (first === undefined || last === undefined) return null
  if (numeric.test(first) && numeric.test(last)) {
    const reach = Math.max(1, Math.ceil(Number(last) - Number(first)))
    return { below: String(Math.floor(Number(first)) - reach), above: String(Math.ceil(Number(last)) + reach) }
  }
  if (iso.test(first) && iso.test(last)) return beyondTimes(first, last)
  if (uuid.test(first)) return { below: first.replaceAll(/\w/g, '0'), above: last.replaceAll(/\w/g, 'f') }
  return textual.test(type) ? { below: ' ', above: `${last}zz` } : null
}

const numeric = /^-?\d+(\.\d+)?(e[-+]?\d+)?$/i
const iso = /^\d{4}-\d\d-\d\d/
const textual = /^(text|character|citext|name|bpchar)|\.citext/
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Dates and times, written as the first is. */
function beyondTimes(first: string, last: string) {
  const [from, to] = [Date.parse(first), Date.parse(last)]
  const reach = Math.max(86_400_000, to - from)
  if (Number.isNaN(reach)) return null
  const write = (ms: number) =>
    new Date(ms)
      .toISOString()
      .replace('T', ' ')
      .replace(/\.\d+Z$/, '+00')
  return { below: write(from - reach).slice(0, first.length), above: write(to + reach).slice(0, last.length) }
}

/** Values as a snapshot keeps them; none where there are none. */
export function valuesOf(text: string | null): string[] {
  return text === null ? [] : parseArrayText(text)
}
