import type { Column, ColumnStatistics } from '../../../model/index.ts'
import { distribution, quantile, valuesOf } from '../../parameters/distribution.ts'
import { isTime, lineOf } from '../growth/point.ts'

/** A length that partitions could have, and how many of them the rows of a table would fill. */
export interface RangeLength {
  /** A length of time (`1 month`), or a number. */
  readonly every: string
  readonly partitions: number
}

/** Days, on average. */
const times: readonly (readonly [string, number])[] = [
  ['1 year', 365.2425],
  ['3 months', 365.2425 / 4],
  ['1 month', 365.2425 / 12],
  ['1 week', 7],
  ['1 day', 1],
]

/** Steps that people count in. */
const numbers = Array.from({ length: 19 }, (_, power) => [5, 2, 1].map((digit) => `${digit}${'0'.repeat(power)}`))
  .toReversed()
  .flat()
  .map((step): [string, number] => [step, Number(step)])

/** The middle of the rows, by which their span is told. */
const middle = [0.05, 0.95] as const
/** Values far off (9999-12-31) make empty partitions: no more than so many to each that has rows. */
const mostEmpty = 1

/**
 * Lengths by which a column's range could be cut, the longest first, those that make more than one partition. None where
 * statistics don't tell.
 */
export function rangeLengths({ type }: Column, statistics: ColumnStatistics): RangeLength[] {
  const line = lineOf(type)
  const values = distribution(statistics)
  const read = (text: string | undefined) => (text === undefined ? null : (line?.read(text) ?? null))
  const [low, high] = middle.map((share) => read(quantile(values, share)?.value))
  const ends = [values[0]?.value, values.at(-1)?.value, ...valuesOf(statistics.ends)].map(read)
  const known = ends.filter((end) => end !== null)
  if (low == null || high == null || known.length < ends.length) return []
  const span = Number(high - low) / (middle[1] - middle[0])
  const reach = Math.max(...known.map(Number)) - Math.min(...known.map(Number))
  if (reach > span * (1 + mostEmpty)) return []
  const perDay = type === 'date' ? 1 : 86_400_000_000
  const lengths = isTime(type) ? times.map(([every, days]) => [every, days * perDay] as const) : numbers
  return lengths
    .map(([every, length]) => ({ every, partitions: Math.round(span / length) }))
    .filter(({ partitions }) => partitions > 1)
}
