import { formatArrayText } from '../../sql/index.ts'
import type { Candidate, Choice, ValueKind } from './choice.ts'
import type { KnownColumn } from './column-values.ts'
import { beyond, compareValues, distribution, quantile, valuesOf, type Weighted } from './distribution.ts'
import { patternChoices } from './patterns.ts'

/** How often a service is taken to ask for what is not there, or is not there any more. */
const outOfRangeWeight = 0.01
/** Of ranges: mostly the latest, seldom all. Nothing tells; a service shows a page and reports a year. */
const rangeShares = { rare: 0.01, median: 0.5, common: 0.9 } as const
const rangeWeights = { rare: 0.7, median: 0.2, common: 0.1 } as const

/**
 * Values to compare a column with: as common, as rare, … as it has them, weighted by how many of its rows have them. A
 * service is taken to ask for a value as often as there are rows with it.
 */
export function equalChoices(column: KnownColumn, count: number): Choice[] {
  const { statistics } = column
  const frequencies = statistics.commonFrequencies ?? []
  const common = valuesOf(statistics.commonValues).map((value, i) => ({ value, share: frequencies[i] ?? 0 }))
  const others = otherValues(column, common)
  const all = distribution(statistics)
  const rare = others.length > 0 ? others : common.slice(1).reverse()
  const median = quantile(all, 0.5)
  const end = beyond(
    all.map(({ value }) => value),
    column.type,
  )
  const [first] = common
  const rest = Math.max(0, 1 - statistics.nullFraction - (first?.share ?? 0))
  // A list has no middle, and with few values the middle one is the most common one.
  const between =
    count === 1 && median !== undefined && median.value !== first?.value && median.value !== rare[0]?.value
  return weighted(statistics.nullFraction, [
    ...listOf('common', common, count, first?.share ?? 0),
    ...listOf('rare', rare, count, between ? rest / 2 : rest),
    ...(between ? listOf('median', [frequent(median, common, others)], count, rest / 2) : []),
    ...(end === null ? [] : [outOfRange([end.above])]),
  ])
}

/** Of `= any ($1)`: lists of as many values. */
export function listChoices(column: KnownColumn, length: number): Choice[] {
  return equalChoices(column, length).map((choice) => ({
    ...choice,
    values: [choice.kind === 'null' ? null : formatArrayText(choice.values.flatMap((value) => value ?? []))],
    frequency: choice.frequency * choice.values.length,
  }))
}

/** Of one end, `at > $1`. */
export function endChoices(column: KnownColumn, question: 'above' | 'below'): Choice[] {
  const all = distribution(column.statistics)
  const end = beyond(
    all.map(({ value }) => value),
    column.type,
  )
  const ends = (['rare', 'median', 'common'] as const).flatMap((kind): Candidate[] => {
    const share = rangeShares[kind]
    const at = quantile(all, question === 'above' ? 1 - share : share)
    return at === undefined ? [] : [{ kind, values: [at.value], frequency: share, weight: rangeWeights[kind] }]
  })
  const none = end === null ? [] : [outOfRange([question === 'above' ? end.above : end.below])]
  return weighted(column.statistics.nullFraction, [...ends, ...none])
}

/** Of both ends, lower and upper: for each width one range, that of one end where it usually lies. */
export function betweenChoices(column: KnownColumn): Choice[] {
  const all = distribution(column.statistics)
  const end = beyond(
    all.map(({ value }) => value),
    column.type,
  )
  const ranges = (['rare', 'median', 'common'] as const).flatMap((kind): Candidate[] => {
    const share = rangeShares[kind]
    const upper = Math.min(1 - rangeShares.rare, 0.5 + share / 2 + (kind === 'rare' ? 0.4 : 0))
    const [from, to] = [quantile(all, Math.max(0, upper - share)), quantile(all, upper)]
    if (from === undefined || to === undefined) return []
    return [{ kind, values: [from.value, to.value], frequency: share, weight: rangeWeights[kind] }]
  })
  const none = end === null ? [] : [outOfRange([end.above, end.above])]
  return weighted(column.statistics.nullFraction, [...ranges, ...none])
}

/** Of `LIKE $1`. */
export function likeChoices(column: KnownColumn): Choice[] {
  return weighted(column.statistics.nullFraction, patternChoices(distribution(column.statistics)))
}

/** Of `$1 = any (tags)`, and of arrays that must hold, or have in common, the one element. */
export function elementChoices(column: KnownColumn, question: 'contains' | 'overlaps' | 'member'): Choice[] {
  const { commonElements, commonElementFrequencies, nullFraction } = column.statistics
  const elements = valuesOf(commonElements).map((value, i) => ({ value, share: commonElementFrequencies?.[i] ?? 0 }))
  const sorted = elements.sort((a, b) => b.share - a.share)
  const end = beyond(elements.map(({ value }) => value).sort(compareValues), column.type)
  const write = (value: string) => (question === 'member' ? value : formatArrayText([value]))
  const picked = [
    ['common', sorted[0]],
    ['rare', sorted.at(-1)],
    ['median', sorted[Math.floor(sorted.length / 2)]],
  ] as const
  const choices = picked.flatMap(([kind, element]): Candidate[] => {
    if (element === undefined) return []
    return [{ kind, values: [write(element.value)], frequency: element.share, weight: element.share }]
  })
  return weighted(nullFraction, [...choices, ...(end === null ? [] : [outOfRange([write(end.above)])])])
}

/** Documents and ranges: what the column holds itself, which every such value contains and overlaps. */
export function wholeChoices(column: KnownColumn): Choice[] {
  const bounds = valuesOf(column.statistics.rangeBoundsHistogram)
  if (bounds.length === 0) return equalChoices(column, 1).filter(({ kind }) => kind !== 'out of range')
  const [first, middle] = [bounds[0], bounds[Math.floor(bounds.length / 2)]]
  const wide = first === undefined ? undefined : joined(first, bounds.at(-1) ?? first)
  const candidates: Candidate[] = [
    ...(wide === undefined ? [] : [{ kind: 'common' as const, values: [wide], frequency: 1, weight: 0.1 }]),
    ...(middle === undefined
      ? []
      : [{ kind: 'median' as const, values: [middle], frequency: 1 / bounds.length, weight: 0.9 }]),
  ]
  return weighted(column.statistics.nullFraction, candidates)
}

/** From where the first range begins to where the last one ends, as PostgreSQL writes ranges. */
function joined(first: string, last: string): string {
  const cut = (range: string) => range.replaceAll(/^[[(]|[\])]$/g, '').split(',')
  return `[${cut(first)[0] ?? ''},${cut(last)[1] ?? ''})`
}

function outOfRange(values: readonly string[]): Candidate {
  return { kind: 'out of range', values, frequency: 0, weight: null }
}

/** Values of the histogram, each as frequent as what is left after the common ones lets it be. */
function otherValues({ statistics, distinct }: KnownColumn, common: readonly Weighted[]): Weighted[] {
  const taken = common.reduce((sum, { share }) => sum + share, 0)
  const left = Math.max(0, 1 - statistics.nullFraction - taken)
  const share = left / Math.max(1, distinct - common.length)
  return valuesOf(statistics.histogram).map((value) => ({ value, share }))
}

/** A value with its own frequency, not that of the part of the histogram that it stands for. */
function frequent({ value }: Weighted, common: readonly Weighted[], others: readonly Weighted[]): Weighted {
  return { value, share: [...common, ...others].find((known) => known.value === value)?.share ?? 0 }
}

/** The first `count` values, again from the start where there are fewer. */
function listOf(kind: ValueKind, values: readonly Weighted[], count: number, weight: number): Candidate[] {
  const spread = kind === 'rare' ? spreadOver(values, count) : values.slice(0, count)
  const [first] = spread
  if (first === undefined) return []
  return [{ kind, values: spread.map(({ value }) => value), frequency: first.share, weight }]
}

/** From all over a histogram, and not only from its start. */
function spreadOver(values: readonly Weighted[], count: number): Weighted[] {
  const step = Math.max(1, values.length / count)
  return Array.from({ length: Math.min(count, values.length) }, (_, i) => values[Math.floor((i + 0.5) * step)]).flatMap(
    (value) => value ?? [],
  )
}

/** Null as often as rows are null; the rest by weight. Of two choices with the same values the first stays. */
function weighted(nullFraction: number, candidates: readonly Candidate[]): Choice[] {
  const texts = candidates.map(({ values }) => JSON.stringify(values))
  const different = candidates.filter((_, i) => texts.indexOf(texts[i] ?? '') === i)
  const known = different.reduce((sum, { weight }) => sum + (weight ?? 0), 0)
  const rest = 1 - nullFraction - (different.some(({ weight }) => weight === null) ? outOfRangeWeight : 0)
  const choices = different.map(({ weight, ...choice }) => ({
    ...choice,
    weight: weight === null ? outOfRangeWeight : known === 0 ? 0 : (weight / known) * Math.max(0, rest),
  }))
  const none: Choice = { kind: 'null', values: [null], frequency: nullFraction, weight: nullFraction }
  return choices.length === 0 ? [] : [...choices, none]
}
