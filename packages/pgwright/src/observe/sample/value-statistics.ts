import type { ColumnStatistics } from '../../model/index.ts'
import { formatArrayText } from '../../sql/index.ts'

/** What a sample of rows had, by value. */
export interface SampledValues {
  /** Of the whole table. */
  readonly tableRows: number
  readonly sampledRows: number
  readonly nulls: number
  /** Values too wide to be kept, which are taken for distinct. */
  readonly wide: number
  /** Distinct values, in the order of their type, and how many rows have each. */
  readonly values: readonly string[]
  readonly counts: readonly number[]
  /** Most common values, and bounds of the histogram but one, that are kept (`default_statistics_target`). */
  readonly target: number
}

type ValueStatistics = Pick<
  ColumnStatistics,
  'nullFraction' | 'distinct' | 'commonValues' | 'commonFrequencies' | 'histogram'
>

/** What `ANALYZE` would tell of the values (`compute_scalar_stats` in `analyze.c`). */
export function valueStatistics(sample: SampledValues): ValueStatistics {
  const { sampledRows, nulls, values, counts } = sample
  const nullFraction = sampledRows === 0 ? 0 : nulls / sampledRows
  const distinct = distinctOf(sample, nullFraction)
  const common = commonOf(sample, distinct, nullFraction)
  const isCommon = new Set(common)
  const rest = [...values.keys()].filter((i) => !isCommon.has(i))
  return {
    nullFraction,
    distinct,
    commonValues: common.length === 0 ? null : formatArrayText(common.map((i) => values[i] ?? '')),
    commonFrequencies: common.length === 0 ? null : common.map((i) => (counts[i] ?? 0) / sampledRows),
    histogram: histogramOf(sample, rest),
  }
}

/** The estimator of Haas and Stokes, from how many values were seen once; negative as a share of the rows. */
function distinctOf({ tableRows, sampledRows, nulls, wide, counts }: SampledValues, nullFraction: number): number {
  const repeated = counts.filter((count) => count > 1).length
  if (repeated === 0) return nullFraction === 1 ? 0 : -(1 - nullFraction)
  if (wide === 0 && repeated === counts.length) return asShare(counts.length, tableRows)
  const once = counts.length - repeated + wide
  const seen = once + repeated
  const [sampled, all] = [sampledRows - nulls, tableRows * (1 - nullFraction)]
  const estimate = all > 0 ? (sampled * seen) / (sampled - once + (once * sampled) / all) : 0
  return asShare(Math.floor(Math.min(all, Math.max(seen, estimate)) + 0.5), tableRows)
}

/** A count that is more than a tenth of the rows is taken to grow with them. */
function asShare(distinct: number, tableRows: number): number {
  return distinct > 0.1 * tableRows ? -distinct / tableRows : distinct
}

/** Indexes of the most common values, the most common first. */
function commonOf(sample: SampledValues, distinct: number, nullFraction: number): number[] {
  const { counts, target, wide } = sample
  const repeated = counts
    .map((count, i) => ({ count, i }))
    .filter(({ count }) => count > 1)
    .sort((a, b) => b.count - a.count || a.i - b.i)
    .slice(0, target)
  const complete = repeated.length === counts.length && wide === 0 && distinct > 0
  const kept = complete ? repeated.length : significant(sample, repeated, distinct, nullFraction)
  return repeated.slice(0, kept).map(({ i }) => i)
}

/** How many of them are more common than the rest by more than chance explains (`analyze_mcv_list`). */
function significant(
  { tableRows, sampledRows }: SampledValues,
  repeated: readonly { readonly count: number }[],
  distinct: number,
  nullFraction: number,
): number {
  if (sampledRows >= tableRows || tableRows <= 1) return repeated.length
  const all = distinct < 0 ? -distinct * tableRows : distinct
  let before = repeated.slice(0, -1).reduce((sum, { count }) => sum + count, 0)
  for (let kept = repeated.length; kept > 0; kept--) {
    const count = repeated[kept - 1]?.count ?? 0
    const others = Math.max(1, all - (kept - 1))
    const share = Math.min(1, Math.max(0, 1 - before / sampledRows - nullFraction)) / others
    const inTable = (tableRows * count) / sampledRows
    const variance =
      (sampledRows * inTable * (tableRows - inTable) * (tableRows - sampledRows)) / (tableRows ** 2 * (tableRows - 1))
    if (count > share * sampledRows + 2 * Math.sqrt(Math.max(0, variance)) + 0.5) return kept
    before -= repeated[kept - 2]?.count ?? 0
  }
  return 0
}

/** Values at even distances among the rows that have no common one. */
function histogramOf({ values, counts, target }: SampledValues, rest: readonly number[]): string | null {
  const bounds = Math.min(rest.length, target + 1)
  if (bounds < 2) return null
  const rows = rest.reduce((sum, i) => sum + (counts[i] ?? 0), 0)
  const chosen: string[] = []
  let [at, passed] = [0, 0]
  for (let bound = 0; bound < bounds; bound++) {
    const row = Math.floor((bound * (rows - 1)) / (bounds - 1))
    while (passed + (counts[rest[at] ?? 0] ?? 0) <= row) passed += counts[rest[at++] ?? 0] ?? 0
    chosen.push(values[rest[at] ?? 0] ?? '')
  }
  return formatArrayText(chosen)
}
