import type { ColumnStatistics } from '../../../model/index.ts'
import { type Stretch, stretchHistogram } from './stretch.ts'

/** What growing does to one column. */
export interface ColumnGrowth {
  readonly type: string
  /** Rows of the table afterwards; unknown where it is not above 0. */
  readonly rows: number
  /** Rows of the table before. */
  readonly rowsBefore: number
  /** By how much the number of values grows where it does not grow with the rows. */
  readonly distinctFactor: number
  /** There are no more values than this: those of the column that a foreign key points to. */
  readonly mostDistinct: number
  readonly stretch: Stretch | null
}

/**
 * A column's statistics in a table that has grown.
 *
 * - A negative `n_distinct` is a share of the rows: it stays, and the number of values grows with them.
 * - A positive one is a number of values, such as kinds or countries, that more rows do not add to. It grows only where
 *   {@link ColumnGrowth.distinctFactor} says so, and is never more than there are rows.
 * - Common values, nulls, widths, elements and the order on disk (correlation) are shares or averages: they stay. But
 *   where new values join that are like the old ones, each has as many rows as before, and so a smaller share.
 * - The histogram, and with it the least and the greatest value, reaches further where the column grows with its table.
 */
export function growColumn(
  statistics: ColumnStatistics,
  growth: ColumnGrowth,
): { grown: ColumnStatistics; outOfRoom: boolean } {
  const { stretch, type } = growth
  const reach = (values: string | null) =>
    stretch === null || values === null ? null : stretchHistogram(values, type, stretch)
  const [stretched, ends] = [reach(statistics.histogram), reach(statistics.ends)]
  const grown = {
    ...statistics,
    distinct: grownDistinct(statistics, growth),
    commonFrequencies: grownFrequencies(statistics, growth),
    histogram: stretched?.histogram ?? statistics.histogram,
    ends: ends?.histogram ?? statistics.ends,
  }
  return { grown, outOfRoom: stretched?.outOfRoom ?? false }
}

function grownDistinct({ distinct, nullFraction }: ColumnStatistics, growth: ColumnGrowth): number {
  const { rows, rowsBefore, distinctFactor, mostDistinct } = growth
  if (distinct === 0 || rows <= 0 || rowsBefore <= 0) return distinct
  if (distinct < 0) return -distinct * rows > mostDistinct ? mostDistinct : distinct
  return Math.max(1, Math.min(distinct * distinctFactor, mostDistinct, rows * (1 - nullFraction)))
}

function grownFrequencies({ distinct, commonFrequencies }: ColumnStatistics, { distinctFactor }: ColumnGrowth) {
  if (distinct <= 0 || distinctFactor <= 1) return commonFrequencies
  return commonFrequencies?.map((frequency) => frequency / distinctFactor) ?? null
}
