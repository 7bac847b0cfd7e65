import type { Column, ColumnStatistics } from '../../../model/index.ts'
import { valuesOf } from '../../parameters/distribution.ts'
import { isTime, lineOf, pointMs } from './point.ts'
import type { Stretch } from './stretch.ts'

/** Rows lie on disk nearly in the order of the column's values, so new ones came at an end. */
const ordered = 0.8
const dayMs = 86_400_000

/**
 * At which end of a column new values come when its table grows; null where they come among those that are there.
 *
 * - What a sequence gives comes at the high end.
 * - A column whose values are as many as its rows (negative `n_distinct`) and lie on disk in their order grew by its
 *   end: the high one, or the low one where they descend.
 * - Times that reach up to when the snapshot was taken go on being "until now" in a table that has grown: it then has a
 *   longer past. A statement that asks for the last day must still find a day's rows, and `now()` on a twin is today.
 */
export function growingEnd(column: Column, statistics: ColumnStatistics, takenAt: string): Stretch['end'] | null {
  if (column.identity !== '' || /^nextval\(/.test(column.default ?? '')) return 'high'
  const { correlation, distinct } = statistics
  if (distinct >= 0 || correlation === null || Math.abs(correlation) < ordered) return null
  if (reachesNow(column, statistics, takenAt)) return 'low'
  return correlation > 0 ? 'high' : 'low'
}

function reachesNow({ type }: Column, { histogram }: ColumnStatistics, takenAt: string): boolean {
  const line = isTime(type) ? lineOf(type) : null
  if (line === null) return false
  const points = valuesOf(histogram).flatMap((value) => line.read(value) ?? [])
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return false
  const [firstMs, lastMs] = [pointMs(type, first), pointMs(type, last)]
  return lastMs >= Date.parse(takenAt) - Math.max((lastMs - firstMs) / 20, 2 * dayMs)
}
