import type { ExtendedData, StatisticsKey } from '../../model/index.ts'
import type { StatisticsKind } from '../../sql/index.ts'
import { keyCount, SampleGroups } from './groups.ts'

/** What a sample of rows had in several columns and expressions. No value, but for those of combinations that are common. */
export interface SampledCombinations {
  /** Of the whole table. */
  readonly tableRows: number
  readonly keys: readonly StatisticsKey[]
  /** For each key, of each row the place of its value among the key's; equal for nulls. */
  readonly ranks: readonly (readonly number[])[]
  /** Of each row, which of the keys have a value that is too wide to be kept: a bit for each. */
  readonly wide: readonly number[]
  /** The most common combinations, the most common first: as many as the statistics target. */
  readonly common: readonly CommonCombination[]
}

export interface CommonCombination {
  /** For each key. */
  readonly ranks: readonly number[]
  readonly values: readonly (string | null)[]
  /** Rows of the sample. */
  readonly count: number
}

type CombinationStatistics = Pick<ExtendedData, 'distinct' | 'dependencies' | 'combinations'>

/** What `ANALYZE` would tell of the combinations, of the kinds that are asked for. */
export function combinationStatistics(
  sample: SampledCombinations,
  kinds: ReadonlySet<StatisticsKind>,
): CombinationStatistics {
  const { keys, ranks } = sample
  if (keys.length < 2) return { distinct: null, dependencies: null, combinations: null }
  const all = new SampleGroups(ranks)
  return {
    distinct: kinds.has('ndistinct') ? distinctOf(sample, all) : null,
    dependencies: kinds.has('dependencies') ? dependenciesOf(sample, all) : null,
    combinations: kinds.has('mcv') ? combinationsOf(sample) : null,
  }
}

/** `statext_ndistinct_build` in `mvdistinct.c`: of every set of two keys and more. */
function distinctOf({ keys, tableRows }: SampledCombinations, all: SampleGroups): ExtendedData['distinct'] {
  return setsOf(keys)
    .filter((set) => keyCount(set) > 1)
    .map((set) => ({ keys: keysOf(keys, set), distinct: estimateDistinct(all.of(set).counts, all.size, tableRows) }))
}

/** The estimator of Haas and Stokes (`estimate_ndistinct`), from how many combinations were seen once. */
function estimateDistinct(counts: readonly number[], sampledRows: number, tableRows: number): number {
  const once = counts.filter((count) => count === 1).length
  const estimate = (sampledRows * counts.length) / (sampledRows - once + (once * sampledRows) / tableRows)
  return Math.floor(Math.min(tableRows, Math.max(counts.length, estimate)) + 0.5)
}

/**
 * `statext_dependencies_build` in `dependencies.c`: how many of the rows are in a group of the first keys that has but
 * one value of the last, rows with a value too wide in any of these left out. What holds for no row is not kept.
 */
function dependenciesOf(sample: SampledCombinations, all: SampleGroups): ExtendedData['dependencies'] {
  const { keys, ranks, wide } = sample
  const wideKeys = wide.reduce((union, bits) => union | bits, 0)
  const narrow = new Map([[0, all]])
  const without = (bits: number) => {
    const groups =
      narrow.get(bits) ?? new SampleGroups(ranks.map((of) => of.filter((_, row) => ((wide[row] ?? 0) & bits) === 0)))
    narrow.set(bits, groups)
    return groups
  }
  const found: NonNullable<ExtendedData['dependencies']> = []
  for (const from of setsOf(keys)) {
    for (const [place, to] of keys.entries()) {
      if ((from & (1 << place)) !== 0) continue
      const both = from | (1 << place)
      const degree = supportingRows(without(both & wideKeys), from, both) / wide.length
      if (degree > 0) found.push({ from: keysOf(keys, from), to, degree })
    }
  }
  return found.length === 0 ? null : found
}

function supportingRows(kept: SampleGroups, from: number, both: number): number {
  const { groupOfRow, counts } = kept.of(from)
  const finer = kept.of(both).groupOfRow
  const first = new Int32Array(counts.length).fill(-1)
  const broken = new Set<number>()
  for (const [row, group] of groupOfRow.entries()) {
    if (first[group] === -1) first[group] = finer[row] ?? 0
    else if (first[group] !== finer[row]) broken.add(group)
  }
  return counts.reduce((sum, count, group) => (broken.has(group) ? sum : sum + count), 0)
}

/** `statext_mcv_build` in `mcv.c`. */
function combinationsOf(sample: SampledCombinations): ExtendedData['combinations'] {
  const { keys, ranks, wide, common, tableRows } = sample
  const least = leastCount(wide.length, tableRows)
  // A list ends at the first that is too rare.
  const end = common.findIndex(({ count }) => count < least)
  const rowsByRank = ranks.map((of) => {
    const rows = new Map<number, number>()
    for (const [row, rank] of of.entries()) if (wide[row] === 0) rows.set(rank, (rows.get(rank) ?? 0) + 1)
    return rows
  })
  const share = (rows: number) => rows / wide.length
  const items = common.slice(0, end === -1 ? common.length : end).map(({ ranks: of, values, count }) => ({
    values: [...values],
    frequency: share(count),
    baseFrequency: of.reduce((product, rank, key) => product * share(rowsByRank[key]?.get(rank) ?? 0), 1),
  }))
  return items.length === 0 ? null : { keys: [...keys], items }
}

/** So rare that the sample tells it within a fifth (`get_mincount_for_mcv_list`); 0 where all rows were read. */
function leastCount(sampledRows: number, tableRows: number): number {
  const rest = tableRows - sampledRows
  const scale = rest + 0.04 * sampledRows * (tableRows - 1)
  return scale === 0 ? 0 : (sampledRows * rest) / scale
}

/** Every set of keys but the empty one, a bit for each key. */
function setsOf(keys: readonly StatisticsKey[]): number[] {
  return Array.from({ length: 2 ** keys.length - 1 }, (_, index) => index + 1)
}

function keysOf(keys: readonly StatisticsKey[], set: number): StatisticsKey[] {
  return keys.filter((_, place) => (set & (1 << place)) !== 0)
}
