import { type Column, type ColumnStatistics, PgwrightError } from '../../../model/index.ts'
import { quoteLiteral } from '../../../sql/index.ts'
import { valuesOf } from '../../parameters/distribution.ts'
import { type Line, lineOf } from '../growth/point.ts'
import { cutsEvery } from './cuts.ts'
import type { PartitionBy } from './partitioning.ts'
import { endsOf, histogramBelow, type Profile, profileOf } from './profile.ts'

/** A partition to be: its bound, its rows, and what is known of the column that it is cut by. */
export interface Leaf {
  readonly suffix: string
  /** `FOR VALUES …`, or `DEFAULT`. */
  readonly bound: string
  /** Of the table's rows. */
  readonly share: number
  readonly key: KeySlice
}

export type KeySlice =
  /** Shares of the histogram; columns that rise along with the key are cut likewise. */
  | { readonly kind: 'range'; readonly profile: Profile; readonly low: bigint | null; readonly high: bigint | null }
  | { readonly kind: 'values'; readonly values: readonly string[] }
  /** What is in no other partition. */
  | { readonly kind: 'others'; readonly values: readonly string[] }
  | { readonly kind: 'nulls' }
  | { readonly kind: 'hash'; readonly partitions: number }

/**
 * The partitions that a table is cut into.
 *
 * @throws PgwrightError `usage` where it can't be cut so, `unsupported` where the statistics do not tell how
 */
export function leavesOf(column: Column, statistics: ColumnStatistics | undefined, by: PartitionBy): Leaf[] {
  if (by.method === 'hash') return hashLeaves(by.partitions)
  if (statistics === undefined) {
    const message = `There are no statistics of ${column.name}, so nobody can tell how many rows each partition would have.`
    throw new PgwrightError('unsupported', message, 'Analyze the table on the source and take a new snapshot.')
  }
  if (by.method === 'list') return listLeaves(statistics, by.values)
  const line = lineOf(column.type)
  const profile = line === null ? null : profileOf(statistics, line)
  if (line === null || profile === null) {
    const message = `A range of ${column.type} can't be cut: it is known for numbers, dates and timestamps.`
    throw new PgwrightError('unsupported', message, 'Partition by another column, by list or by hash.')
  }
  return [...rangeLeaves(column, profile, by, statistics.ends), ...nullLeaf(statistics)]
}

function hashLeaves(partitions: number): Leaf[] {
  if (!Number.isInteger(partitions) || partitions < 1 || partitions > 2000) {
    throw new PgwrightError(
      'usage',
      `A table can't be cut into ${partitions} by hash.`,
      'Give a number from 1 to 2000.',
    )
  }
  return Array.from({ length: partitions }, (_, i) => ({
    suffix: `p${i}`,
    bound: `FOR VALUES WITH (MODULUS ${partitions}, REMAINDER ${i})`,
    share: 1 / partitions,
    key: { kind: 'hash', partitions },
  }))
}

function rangeLeaves(
  column: Column,
  profile: Profile,
  by: Extract<PartitionBy, { method: 'range' }>,
  trueEnds: string | null,
): Leaf[] {
  const { line } = profile
  const cuts = 'every' in by ? everyCuts(by.every, column, profile, trueEnds) : givenCuts(by.bounds, column, line)
  const [from, to] =
    'every' in by
      ? [cuts.slice(0, -1), cuts.slice(1)]
      : [
          [null, ...cuts],
          [...cuts, null],
        ]
  return from.map((low, i) => {
    const high = to[i] ?? null
    const [start, end] = [boundText(low, 'MINVALUE', line), boundText(high, 'MAXVALUE', line)]
    const share = sliceShare(profile, low, high)
    return {
      suffix: `p${i + 1}`,
      bound: `FOR VALUES FROM (${start}) TO (${end})`,
      share,
      key: { kind: 'range', profile, low, high },
    }
  })
}

/** Past the histogram there can be rows that came since it was made. */
function everyCuts(every: string, { name, type }: Column, profile: Profile, trueEnds: string | null): bigint[] {
  const { line } = profile
  const ends = endsOf(
    profile,
    valuesOf(trueEnds).flatMap((value) => line.read(value) ?? []),
  )
  if (ends !== null) return cutsEvery(every, type, line, ends)
  throw new PgwrightError('unsupported', `The statistics show no value of ${name}.`, 'Give the bounds instead.')
}

function givenCuts(bounds: readonly string[], { type }: Column, line: Line): bigint[] {
  const cuts = bounds.map((bound) => {
    const point = line.read(bound) ?? line.read(`${bound} 00:00:00`)
    if (point === null) throw new PgwrightError('usage', `A bound is no ${type}.`, 'Write dates as 2026-01-31.')
    return point
  })
  const rising = cuts.every((cut, i) => i === 0 || cut > (cuts[i - 1] ?? cut))
  if (cuts.length > 0 && rising) return cuts
  throw new PgwrightError('usage', 'The bounds do not rise.', 'Give each bound once, the lowest first.')
}

function boundText(point: bigint | null, open: string, line: Line): string {
  return point === null ? open : quoteLiteral(line.write(point))
}

/** The share of the rows whose key is from `low` on and below `high`. */
function sliceShare(profile: Profile, low: bigint | null, high: bigint | null): number {
  const common = profile.common.filter(({ point }) => isWithin(point, low, high))
  const [start, end] = histogramSlice(profile, low, high)
  return common.reduce((sum, { share }) => sum + share, 0) + profile.rest * (end - start)
}

export function isWithin(point: bigint, low: bigint | null, high: bigint | null): boolean {
  return (low === null || point >= low) && (high === null || point < high)
}

/** Where a slice begins and ends in the histogram, as shares of it. */
export function histogramSlice(profile: Profile, low: bigint | null, high: bigint | null): readonly [number, number] {
  return [low === null ? 0 : histogramBelow(profile, low), high === null ? 1 : histogramBelow(profile, high)]
}

function nullLeaf({ nullFraction }: ColumnStatistics): Leaf[] {
  if (nullFraction <= 0) return []
  return [{ suffix: 'default', bound: 'DEFAULT', share: nullFraction, key: { kind: 'nulls' } }]
}

function listLeaves(statistics: ColumnStatistics, lists: readonly (readonly string[])[]): Leaf[] {
  const listed = lists.flat()
  if (listed.length === 0 || lists.some((values) => values.length === 0) || new Set(listed).size < listed.length) {
    throw new PgwrightError('usage', 'A list of values is empty, or has one twice.', 'Give each value once.')
  }
  const leaves = lists.map(
    (values, i): Leaf => ({
      suffix: `p${i + 1}`,
      bound: `FOR VALUES IN (${values.map(quoteLiteral).join(', ')})`,
      share: values.reduce((sum, value) => sum + valueShare(statistics, value), 0),
      key: { kind: 'values', values },
    }),
  )
  const left = 1 - leaves.reduce((sum, { share }) => sum + share, 0)
  const others: Leaf = { suffix: 'default', bound: 'DEFAULT', share: left, key: { kind: 'others', values: listed } }
  return left > 1e-6 ? [...leaves, others] : leaves
}

/** A value that is not common has what is left, shared by as many as there are. */
export function valueShare(statistics: ColumnStatistics, value: string): number {
  const common = valuesOf(statistics.commonValues)
  const frequencies = statistics.commonFrequencies ?? []
  const position = common.indexOf(value)
  if (position >= 0) return frequencies[position] ?? 0
  const rest = 1 - statistics.nullFraction - frequencies.reduce((sum, share) => sum + share, 0)
  const others = statistics.distinct - common.length
  return statistics.distinct > 0 && others >= 1 ? Math.max(0, rest) / others : 0
}
