import { blockSize } from '../files/btree-page.ts'
import type { KeyClass } from './distinct-keys.ts'
import type { IndexSize } from './index-size.ts'
import { innerLevels } from './tree-height.ts'

/** What a B-tree would hold, from statistics. */
export interface BtreeContents {
  readonly rows: number
  /** Distinct combinations of the key columns. */
  readonly distinct: number
  /** Rows that share each of the most common keys, where known; the rest is taken for even. */
  readonly commonGroups: readonly number[]
  /** All rows by how often their keys recur, in place of `commonGroups`. */
  readonly classes?: readonly KeyClass[]
  /** Average size of an entry, its header and alignment included. */
  readonly tupleBytes: number
  /** Average width of the key columns, which is what pages above the leaves hold. */
  readonly keyWidthBytes: number
  /** Equal keys are merged into posting lists: not unique, no INCLUDE columns, all operator classes with `equalimage`. */
  readonly deduplicates: boolean
  /** Percent of a leaf that a build fills. Default: 90. */
  readonly fillFactor?: number
}

export interface BtreeSize extends IndexSize {
  readonly height: number
}

const linePointerBytes = 4
const heapPointerBytes = 6
/** Page header, special space and the high key's line pointer. */
const usableBytes = blockSize - 24 - 16 - linePointerBytes
/** Largest posting list that a build makes (`_bt_load`): a tenth of a block, less its line pointer, aligned down. */
const postingBytes = 808

/** Size of a freshly built B-tree, following `nbtsort.c`: fill factor, deduplication, one high key on each page. */
export function btreeSize(contents: BtreeContents): BtreeSize {
  const { rows, distinct, tupleBytes, keyWidthBytes } = contents
  const items = contents.deduplicates ? postings(contents) : { count: rows, bytes: rows * tupleBytes }
  const itemBytes = items.count === 0 ? tupleBytes : items.bytes / items.count
  // Left free by a build: `_bt_pagestate` in `nbtsort.c`.
  const freeBytes = Math.floor((blockSize * (100 - (contents.fillFactor ?? 90))) / 100)
  const perPage = itemsPerPage(itemBytes + linePointerBytes, Math.max(0, itemBytes - tupleBytes), freeBytes)
  const leafPages = rows === 0 ? 0 : Math.ceil(items.count / perPage)
  const levels = innerLevels(leafPages, keyWidthBytes, distinct < rows * 0.99)
  const blocks = 1 + leafPages + levels.reduce((sum, pages) => sum + pages, 0)
  return { blocks, height: levels.length, tuples: rows }
}

/**
 * A page takes items until less than the fill factor's share is free, a posting list at its end not counted: the last
 * item moves on to the next page and leaves its key, cut down to one row, as high key (`_bt_buildadd`).
 */
function itemsPerPage(itemBytes: number, postingListBytes: number, freeBytes: number): number {
  const wanted = Math.floor((usableBytes - freeBytes + postingListBytes) / itemBytes) + 1
  const possible = Math.floor((usableBytes - 8) / itemBytes)
  return Math.max(1, Math.min(wanted, possible) - 1)
}

interface Items {
  readonly count: number
  readonly bytes: number
}

function postings({ rows, distinct, commonGroups, classes = [], tupleBytes }: BtreeContents): Items {
  if (classes.length > 0)
    return total(classes.map((one) => evenGroups(one.rows, Math.min(one.rows, one.distinct), tupleBytes)))
  const common = commonGroups.map((group) => posting(group, tupleBytes))
  const restRows = Math.max(0, rows - commonGroups.reduce((sum, group) => sum + group, 0))
  const restGroups = Math.min(restRows, Math.max(1, distinct - commonGroups.length))
  const rest = restRows === 0 ? [] : [evenGroups(restRows, restGroups, tupleBytes)]
  return total([...common, ...rest])
}

function total(parts: readonly Items[]): Items {
  return parts.reduce((sum, items) => ({ count: sum.count + items.count, bytes: sum.bytes + items.bytes }), {
    count: 0,
    bytes: 0,
  })
}

/** One group of equal keys: as many full posting lists as needed, and the remainder. */
function posting(group: number, tupleBytes: number): Items {
  const pointers = Math.max(2, Math.floor((postingBytes - tupleBytes) / heapPointerBytes))
  const full = Math.floor(group / pointers)
  const left = group - full * pointers
  const remainder = left < 0.5 ? 0 : left < 1.5 ? tupleBytes : align(tupleBytes + left * heapPointerBytes)
  return { count: full + (remainder > 0 ? 1 : 0), bytes: full * postingBytes + remainder }
}

/** Rows thrown at groups by chance: small groups vary as Poisson's distribution says, large ones are all alike. */
function evenGroups(rows: number, groups: number, tupleBytes: number): Items {
  const mean = rows / groups
  if (mean <= 1.001) return { count: rows, bytes: rows * tupleBytes }
  if (mean > 30) {
    const one = posting(mean, tupleBytes)
    return { count: one.count * groups, bytes: one.bytes * groups }
  }
  const lambda = meanWithoutEmpty(mean)
  let probability = Math.exp(-lambda) / (1 - Math.exp(-lambda))
  let sum: Items = { count: 0, bytes: 0 }
  for (let size = 1; size < 100; size++) {
    probability *= lambda / size
    const one = posting(size, tupleBytes)
    sum = { count: sum.count + probability * one.count, bytes: sum.bytes + probability * one.bytes }
  }
  return { count: sum.count * groups, bytes: sum.bytes * groups }
}

/** λ of a Poisson distribution whose mean, the empty groups left out, is `mean`: solves λ / (1 − e^−λ) = mean. */
function meanWithoutEmpty(mean: number): number {
  let lambda = mean
  for (let i = 0; i < 30; i++) lambda = mean * (1 - Math.exp(-lambda))
  return lambda
}

function align(bytes: number): number {
  return Math.ceil(bytes / 8) * 8
}
