import { formatArrayText } from '../../../sql/index.ts'
import { valuesOf } from '../../parameters/distribution.ts'
import { lineOf } from './point.ts'

/** How a column's values reach further when its table grows. */
export interface Stretch {
  readonly factor: number
  /** Where new values come: past the highest, or before the lowest. */
  readonly end: 'high' | 'low'
}

/** A histogram as it would be, and whether the type had room for it. */
export interface Stretched {
  readonly histogram: string
  readonly outOfRoom: boolean
}

/**
 * Stretches a histogram away from the end that stays. Its bounds are quantiles, so what is added is taken to be spread
 * as what is there. Null where the values are not on a line.
 *
 * @param histogram as a snapshot has it, an array's text
 */
export function stretchHistogram(histogram: string, type: string, { factor, end }: Stretch): Stretched | null {
  const line = lineOf(type)
  if (line === null) return null
  const values = valuesOf(histogram)
  const points = values.map((value) => (endless.test(value) ? null : line.read(value)))
  if (values.some((value, i) => points[i] === null && !endless.test(value))) return null
  const finite = points.filter((point) => point !== null)
  const still = end === 'high' ? finite[0] : finite.at(-1)
  if (still === undefined) return null
  const moved = finite.map((point) => still + times(point - still, factor))
  const outOfRoom = moved.some((point) => point < line.least || point > line.greatest)
  const most = end === 'high' ? line.greatest - still : still - line.least
  const range = (finite.at(-1) ?? still) - (finite[0] ?? still)
  // A histogram cut at the type's end would pile up there; one that just reaches it is still a histogram.
  const possible = outOfRoom ? finite.map((point) => still + ((point - still) * most) / range) : moved
  let i = 0
  const written = values.map((value, position) => (points[position] === null ? value : line.write(possible[i++] ?? 0n)))
  return { histogram: formatArrayText(written), outOfRoom }
}

const endless = /^(-?infinity|nan)$/i
const precision = 1e9

function times(distance: bigint, factor: number): bigint {
  return (distance * BigInt(Math.round(factor * precision))) / BigInt(precision)
}
