import type { Column, ColumnStatistics } from '../../../model/index.ts'
import { formatArrayText } from '../../../sql/index.ts'
import { valuesOf } from '../../parameters/distribution.ts'
import { lineOf } from '../growth/point.ts'
import { histogramSlice, isWithin, type KeySlice, type Leaf, valueShare } from './leaves.ts'
import { histogramPoint, type Profile, profileOf } from './profile.ts'

/** Columns lie on disk in their own order by as much as this: cut by one of them, the others are cut along. */
const ordered = 0.8
/** Of a default statistics target. */
const mostBins = 100

/** What of the whole table a partition's statistics follow from. */
export interface WholeColumn {
  readonly column: Column
  readonly statistics: ColumnStatistics
  /** Of the column that the table is cut by. */
  readonly key: ColumnStatistics | undefined
  /** Of the table. */
  readonly rows: number
}

/**
 * A column's statistics in one partition.
 *
 * - The column that the table is cut by keeps the common values and the part of the histogram that fall within.
 * - A column of ever new values that lies on disk in order, as the key does, is cut at the same shares: an `id` beside a
 *   `created_at`.
 * - Every other column is taken to have nothing to do with the key: its common values and histogram stay, and of its
 *   values a partition has those that at least one of its rows has by chance.
 */
export function leafStatistics(whole: WholeColumn, leaf: Leaf, isKey: boolean): ColumnStatistics {
  const { statistics, rows } = whole
  const leafRows = rows * leaf.share
  if (isKey) return keyStatistics(statistics, leaf, rows)
  const aligned = alignedHistogram(whole, leaf.key, leafRows)
  const values = distinctValues(statistics, rows)
  // Each value has rows/values rows, and each of them falls into this partition with the chance that is its share.
  const there = values === 0 ? 0 : values * (1 - (1 - leaf.share) ** (rows / values))
  const ends = aligned === null ? statistics.ends : endsOf(aligned, statistics.ends, false, false)
  return { ...statistics, histogram: aligned ?? statistics.histogram, ends, distinct: distinctOf(there, leafRows) }
}

function keyStatistics(statistics: ColumnStatistics, leaf: Leaf, rows: number): ColumnStatistics {
  const { key, share } = leaf
  const leafRows = rows * share
  const whole = { ...statistics, nullFraction: 0 }
  switch (key.kind) {
    case 'range': {
      const { profile, low, high } = key
      const common = profile.common.filter(({ point }) => isWithin(point, low, high))
      const [start, end] = histogramSlice(profile, low, high)
      const others = Math.max(0, distinctValues(statistics, rows) - profile.common.length) * (end - start)
      const histogram = sliceHistogram(profile, [start, end], leafRows, high)
      return {
        ...whole,
        ends: endsOf(histogram, statistics.ends, low === null, high === null),
        ...commonOf(common.map(({ text, share: of }) => [text, of / share])),
        histogram,
        distinct: distinctOf(common.length + others, leafRows),
      }
    }
    case 'values': {
      const shares = key.values.map((value): [string, number] => [value, valueShare(statistics, value) / share])
      const common = share > 0 ? shares.filter(([, of]) => of > 0).sort(([, a], [, b]) => b - a) : []
      return { ...whole, ...commonOf(common), histogram: null, ends: null, distinct: key.values.length }
    }
    case 'others': {
      const frequencies = statistics.commonFrequencies ?? []
      const all = valuesOf(statistics.commonValues).map((value, i): [string, number] => [value, frequencies[i] ?? 0])
      const left = all
        .filter(([value]) => !key.values.includes(value))
        .map(([v, of]): [string, number] => [v, of / share])
      const values = Math.max(1, distinctValues(statistics, rows) - key.values.length)
      const nullFraction = Math.min(1, statistics.nullFraction / share)
      return { ...statistics, ...commonOf(left), nullFraction, distinct: distinctOf(values, leafRows) }
    }
    case 'nulls':
      return { ...statistics, ...commonOf([]), histogram: null, ends: null, nullFraction: 1, distinct: 0 }
    case 'hash':
      return hashStatistics(statistics, key.partitions, rows)
    default:
      return key satisfies never
  }
}

/**
 * A common value is in one partition alone, and there it is as much more common; in which one, only the server's hash
 * function tells. Each gets them all: a statement that compares the key with one value reads the right partition only,
 * and finds there the rows that it should.
 */
function hashStatistics(statistics: ColumnStatistics, partitions: number, rows: number): ColumnStatistics {
  const frequencies = statistics.commonFrequencies ?? []
  const total = frequencies.reduce((sum, frequency) => sum + frequency, 0) * partitions
  const room = (1 - statistics.nullFraction) * 0.999
  const factor = total > room ? (partitions * room) / total : partitions
  const distinct = distinctOf(distinctValues(statistics, rows) / partitions, rows / partitions)
  return { ...statistics, commonFrequencies: statistics.commonFrequencies?.map((f) => f * factor) ?? null, distinct }
}

/** Null where the column is not cut along with the key. */
function alignedHistogram({ column, statistics, key }: WholeColumn, slice: KeySlice, leafRows: number): string | null {
  if (slice.kind !== 'range' || key === undefined || statistics.distinct >= 0 || statistics.commonValues !== null)
    return null
  const [one, two] = [statistics.correlation ?? 0, key.correlation ?? 0]
  if (Math.min(Math.abs(one), Math.abs(two)) < ordered) return null
  const line = lineOf(column.type)
  const profile = line === null ? null : profileOf(statistics, line)
  if (profile === null || profile.bounds.length < 2) return null
  const [start, end] = histogramSlice(slice.profile, slice.low, slice.high)
  return sliceHistogram(profile, one * two > 0 ? [start, end] : [1 - end, 1 - start], leafRows, null)
}

/**
 * A part of a histogram as a histogram of its own.
 *
 * @param below what its last value must be below
 */
function sliceHistogram(profile: Profile, [start, end]: readonly [number, number], rows: number, below: bigint | null) {
  if (profile.rest <= 0 || end <= start || rows < 2) return null
  const bins = Math.max(1, Math.min(mostBins, Math.floor(rows) - 1))
  const points = Array.from({ length: bins + 1 }, (_, i) => histogramPoint(profile, start + ((end - start) * i) / bins))
  const first = points[0] ?? 0n
  const spacing = BigInt(Math.max(1, Math.round(Number((points.at(-1) ?? first) - first) / rows)))
  const capped = points.map((point) => (below !== null && point >= below ? below - spacing : point))
  return formatArrayText(capped.map(profile.line.write))
}

/** The least and greatest value of a partition: its histogram's, but the table's own where the partition is open. */
function endsOf(histogram: string | null, whole: string | null, openBelow: boolean, openAbove: boolean): string | null {
  const [first, last] = [valuesOf(histogram)[0], valuesOf(histogram).at(-1)]
  const [least, greatest] = valuesOf(whole)
  const [low, high] = [openBelow ? least : first, openAbove ? greatest : last]
  return whole === null || low === undefined || high === undefined ? null : formatArrayText([low, high])
}

function commonOf(values: readonly (readonly [string, number])[]) {
  if (values.length === 0) return { commonValues: null, commonFrequencies: null }
  return {
    commonValues: formatArrayText(values.map(([value]) => value)),
    commonFrequencies: values.map(([, frequency]) => frequency),
  }
}

function distinctValues({ distinct }: ColumnStatistics, rows: number): number {
  return distinct < 0 ? -distinct * rows : distinct
}

/** As `ANALYZE` writes it (`compute_scalar_stats`): a share of the rows where there are many for their number. */
function distinctOf(values: number, rows: number): number {
  if (values <= 0 || rows <= 0) return 0
  return values > rows / 10 ? -Math.min(1, values / rows) : Math.max(1, Math.round(values))
}
