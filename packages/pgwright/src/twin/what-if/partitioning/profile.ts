import type { ColumnStatistics } from '../../../model/index.ts'
import { valuesOf } from '../../parameters/distribution.ts'
import type { Line } from '../growth/point.ts'

/** A column's distribution over the line that its values lie on. Shares are of all rows, nulls included. */
export interface Profile {
  readonly line: Line
  readonly common: readonly { readonly text: string; readonly point: bigint; readonly share: number }[]
  /** Ends of bins that hold equal numbers of the rows that are not common. */
  readonly bounds: readonly bigint[]
  /** Of the rows that are neither null nor common. */
  readonly rest: number
}

/** Null where a value is not on the line. */
export function profileOf(statistics: ColumnStatistics, line: Line): Profile | null {
  const frequencies = statistics.commonFrequencies ?? []
  const common = valuesOf(statistics.commonValues).map((text, i) => ({
    text,
    point: line.read(text),
    share: frequencies[i] ?? 0,
  }))
  const bounds = valuesOf(statistics.histogram).map((text) => line.read(text))
  const known = common.flatMap(({ point, ...entry }) => (point === null ? [] : [{ ...entry, point }]))
  const points = bounds.filter((point) => point !== null)
  if (known.length < common.length || points.length < bounds.length) return null
  const rest = 1 - statistics.nullFraction - frequencies.reduce((sum, share) => sum + share, 0)
  return { line, common: known, bounds: points, rest: points.length < 2 ? 0 : Math.max(0, rest) }
}

/** The share of the histogram that lies below a point, by a straight line through each bin as `selfuncs.c` takes it. */
export function histogramBelow({ bounds }: Profile, point: bigint): number {
  const bins = bounds.length - 1
  const bin = bounds.findIndex((bound) => bound >= point)
  if (bins < 1 || bin === -1) return 1
  if (bin === 0) return 0
  const [low, high] = [bounds[bin - 1] ?? 0n, bounds[bin] ?? 0n]
  const within = high === low ? 0 : Number(point - low) / Number(high - low)
  return (bin - 1 + within) / bins
}

/** The point below which a share of the histogram lies. */
export function histogramPoint({ bounds }: Profile, share: number): bigint {
  const bins = bounds.length - 1
  const position = Math.min(Math.max(share, 0), 1) * bins
  const bin = Math.min(Math.floor(position), bins - 1)
  const [low, high] = [bounds[bin] ?? 0n, bounds[bin + 1] ?? bounds[bin] ?? 0n]
  return low + BigInt(Math.round(Number(high - low) * (position - bin)))
}

/** Least and greatest value that the statistics show, or that is known besides; null where there is none. */
export function endsOf({ common, bounds }: Profile, known: readonly bigint[]): readonly [bigint, bigint] | null {
  const points = [...common.map(({ point }) => point), ...bounds, ...known].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const [first, last] = [points[0], points.at(-1)]
  return first === undefined || last === undefined ? null : [first, last]
}
