import type { ValueStatistics } from '../../model/index.ts'
import { isInOrder } from './order.ts'
import { float8, type ValueType } from './value-types.ts'

/** One of the five places of a `pg_statistic` row: `stakind`, `staop`, `stacoll`, `stanumbers`, `stavalues`. */
export interface Slot {
  /** For people: `most common values`. */
  readonly title: string
  readonly kind: number
  readonly operator: number
  readonly collation: number
  readonly numbers: readonly number[] | null
  readonly values: SlotValues | null
}

export interface SlotValues {
  readonly text: string
  /** Of the array's elements. */
  readonly type: number
  /** How many there may be. */
  readonly fits: (count: number) => boolean
}

/** What `ANALYZE` finds of a column or an expression, whosesoever it is. */
export type Statistics = ValueStatistics & { readonly inherited: boolean }

/** `STATISTIC_KIND_…` of `pg_statistic.h`, the same on every major. */
const kinds = { commonValues: 1, histogram: 2, correlation: 3, elements: 4, counts: 5, lengths: 6, bounds: 7 } as const

/**
 * The slots of one row, each in its place, null where there is nothing. Before 18 nothing checks what is written to
 * `pg_statistic`, and the planner reads as many frequencies as there are values: what does not fit together is left out
 * and told of by `refuse`.
 *
 * @returns null where not even the row's own figures make sense
 */
export function slotsOf(
  statistics: Statistics,
  of: ValueType,
  collation: number,
  refuse: (title: string, reason: string) => void,
): (Slot | null)[] | null {
  const { nullFraction, averageWidth, distinct } = statistics
  const sound = isFraction(nullFraction) && isInteger(averageWidth) && Number.isFinite(distinct) && distinct >= -1
  if (!sound) {
    refuse('statistics', 'its null fraction, width or number of distinct values is out of bounds')
    return null
  }
  const found = [
    commonValues(statistics, of, collation),
    histogram(statistics, of, collation),
    correlation(statistics, of, collation),
    of.range === null ? commonElements(statistics, of, collation) : rangeBounds(statistics, of.range),
    of.range === null ? elementCounts(statistics, of, collation) : rangeLengths(statistics),
  ]
  return found.map((slot) => {
    const problem = slot === null ? null : problemOf(slot)
    if (slot === null || problem === null) return slot
    // Nothing is lost where no operator is there that would ask for it.
    if (!(of.stub && slot.operator === 0)) refuse(slot.title, problem)
    return null
  })
}

function commonValues(s: Statistics, of: ValueType, collation: number): Slot | null {
  if (s.commonValues === null && s.commonFrequencies === null) return null
  const count = s.commonFrequencies?.length ?? 0
  return {
    title: 'most common values',
    kind: kinds.commonValues,
    operator: of.equals,
    collation,
    numbers: s.commonFrequencies ?? [],
    values: { text: s.commonValues ?? '{}', type: of.type, fits: (values) => values === count },
  }
}

function histogram(s: Statistics, of: ValueType, collation: number): Slot | null {
  if (s.histogram === null) return null
  const values = { text: s.histogram, type: of.type, fits: (count: number) => count > 1 }
  return { title: 'histogram', kind: kinds.histogram, operator: of.less, collation, numbers: null, values }
}

function correlation(s: Statistics, of: ValueType, collation: number): Slot | null {
  if (s.correlation === null) return null
  const numbers = [s.correlation]
  return { title: 'correlation', kind: kinds.correlation, operator: of.less, collation, numbers, values: null }
}

/** After a frequency for each element come the least, the greatest, and for arrays that of null elements. */
function commonElements(s: Statistics, { element }: ValueType, collation: number): Slot | null {
  if (s.commonElements === null && s.commonElementFrequencies === null) return null
  const extra = (s.commonElementFrequencies?.length ?? 0) - 2
  return {
    title: 'most common elements',
    kind: kinds.elements,
    operator: element?.equals ?? 0,
    collation: element?.collation ?? collation,
    numbers: s.commonElementFrequencies ?? [],
    values: {
      text: s.commonElements ?? '{}',
      type: element?.type ?? 0,
      fits: (values) => values === extra || values === extra - 1,
    },
  }
}

function elementCounts(s: Statistics, { element }: ValueType, collation: number): Slot | null {
  if (s.elementCountHistogram === null) return null
  return {
    title: 'element counts',
    kind: kinds.counts,
    operator: element?.equals ?? 0,
    collation: element?.collation ?? collation,
    numbers: s.elementCountHistogram,
    values: null,
  }
}

function rangeBounds(s: Statistics, range: number): Slot | null {
  if (s.rangeBoundsHistogram === null) return null
  const values = { text: s.rangeBoundsHistogram, type: range, fits: (count: number) => count > 1 }
  return { title: 'range bounds', kind: kinds.bounds, operator: 0, collation: 0, numbers: null, values }
}

/** `ANALYZE` writes the slot for its number alone where every range is empty or there are too few for a histogram. */
function rangeLengths(s: Statistics): Slot | null {
  if (s.rangeEmptyFraction === null && s.rangeLengthHistogram === null) return null
  const text = s.rangeLengthHistogram === '{}' ? null : s.rangeLengthHistogram
  return {
    title: 'range lengths',
    kind: kinds.lengths,
    operator: float8.less,
    collation: 0,
    numbers: [s.rangeEmptyFraction ?? Number.NaN],
    values: text === null ? null : { text, type: float8.type, fits: (count: number) => count > 1 },
  }
}

function problemOf({ kind, operator, numbers, values }: Slot): string | null {
  if (values?.type === 0 || (operator === 0 && kind !== kinds.bounds)) return 'its type has no such statistics'
  if (numbers !== null && !numbers.every((number) => inBounds(kind, number))) return 'a number in it is out of bounds'
  if (numbers?.length === 0) return 'its numbers are missing'
  if (kind === kinds.counts && (numbers?.length ?? 0) < 3) return 'it has too few numbers'
  if (values === null) return null
  if (hasNull(values.text)) return 'one of its values is null'
  if (kind === kinds.histogram && !isInOrder(values.text, values.type)) return 'its values are not in order'
  if (kind === kinds.bounds && /[{,]empty[,}]/i.test(values.text)) return 'one of its ranges is empty'
  return null
}

function inBounds(kind: number, number: number): boolean {
  if (kind === kinds.correlation) return number >= -1.001 && number <= 1.001
  return kind === kinds.counts ? number >= 0 && number < 1e9 : isFraction(number)
}

/** Sums of single-precision fractions can pass 1 by their last digit. */
function isFraction(number: number): boolean {
  return number >= 0 && number <= 1.001
}

function isInteger(number: number): boolean {
  return Number.isInteger(number) && number >= 0 && number < 2 ** 31
}

/** An array's text has null without quotes. */
function hasNull(text: string): boolean {
  return /null/i.test(text) && /(?:^|[{,;])\s*null\s*(?:[,;}]|$)/i.test(text.replace(/"(?:[^"\\]|\\.)*"/gs, '""'))
}
