import { PgwrightError } from '../../../model/index.ts'
import { isTime, type Line } from '../growth/point.ts'

const mostPartitions = 2000
const dayMs = 86_400_000

/**
 * Where partitions of equal length are cut, so that they hold both ends: at whole multiples of the length, as those
 * who keep such partitions cut them. One more comes after the last, which is always kept ready.
 *
 * @param every a number, or a length of time: `1 month`
 * @throws PgwrightError `usage` for a length that does not fit the type, or for too many partitions
 */
export function cutsEvery(every: string, type: string, line: Line, [first, last]: readonly [bigint, bigint]): bigint[] {
  const cuts = [alignedStep(every, type, first, 0)]
  while ((cuts.at(-1) ?? 0n) <= last) {
    if (cuts.length > mostPartitions) {
      const message = `A partition for every ${every} would make more than ${mostPartitions} of them.`
      throw new PgwrightError('usage', message, 'Give a greater length.')
    }
    cuts.push(alignedStep(every, type, first, cuts.length))
  }
  cuts.push(alignedStep(every, type, first, cuts.length))
  return cuts.filter((cut) => cut >= line.least && cut <= line.greatest)
}

/** The start of the partition that holds `point`, or of one `steps` further. */
function alignedStep(every: string, type: string, point: bigint, steps: number): bigint {
  if (!isTime(type)) {
    const step = /^[1-9]\d*$/.test(every.trim()) ? BigInt(every.trim()) : null
    if (step === null) throw unfit(every, type)
    return floorTo(point, step) + step * BigInt(steps)
  }
  const [, count = '1', unit] = /^(?:([1-9]\d*) )?(hour|day|week|month|year)s?$/.exec(every.trim().toLowerCase()) ?? []
  if (unit === undefined || (unit === 'hour' && type === 'date')) throw unfit(every, type)
  const perDay = type === 'date' ? 1n : BigInt(dayMs) * 1000n
  if (unit === 'month' || unit === 'year') {
    const months = Number(count) * (unit === 'year' ? 12 : 1)
    const date = new Date(Number(floorTo(point, perDay) / perDay) * dayMs)
    const month = date.getUTCFullYear() * 12 + date.getUTCMonth()
    const start = Math.floor(month / months) * months + months * steps
    return BigInt(Date.UTC(Math.floor(start / 12), start % 12, 1) / dayMs) * perDay
  }
  // Weeks begin on Mondays, and 1970 began on a Thursday.
  const offset = unit === 'week' ? -3n * perDay : 0n
  const length = (unit === 'hour' ? perDay / 24n : unit === 'week' ? 7n * perDay : perDay) * BigInt(count)
  return floorTo(point - offset, length) + offset + length * BigInt(steps)
}

function floorTo(point: bigint, step: bigint): bigint {
  const rest = ((point % step) + step) % step
  return point - rest
}

function unfit(every: string, type: string): PgwrightError {
  const hint = isTime(type) ? 'Give a length of time, such as 1 month or 7 days.' : 'Give a whole number.'
  return new PgwrightError('usage', `Partitions of ${type} can't be cut for every ${every}.`, hint)
}
