import { blockSize } from '../files/btree-page.ts'
import type { IndexSize } from './index-size.ts'

export interface HashContents {
  /** Rows of the table, by which buckets are laid out, whatever the predicate. */
  readonly tableRows: number
  /** Rows that are entered: those that the predicate lets in and whose key is not null. */
  readonly rows: number
  /** Distinct keys among them. */
  readonly distinct: number
  /** Rows of each of the most common keys. */
  readonly commonGroups: readonly number[]
  readonly fillFactor: number
}

/** Header of an index tuple and a hash code, each aligned to 8 bytes, and a line pointer (`_hash_init`). */
const itemBytes = 8 + 8 + 4
const itemsPerPage = Math.floor((blockSize - 24 - 16) / itemBytes)
/** Bits of a bitmap page: the largest power of two of bytes that fits (`_hash_init_metabuffer`). */
const bitsPerBitmapPage = 4096 * 8

/**
 * Size of a freshly built hash index. `_hash_init` makes as many buckets as the table's rows fill to the fill factor,
 * in steps of a quarter of a power of two; what doesn't fit into a bucket's page goes to overflow pages of its own.
 * How unevenly buckets are filled decides how many: by chance of the hash, by the number of rows of each key, and
 * because buckets of a group that is not complete halve only those that have been split.
 */
export function hashSize(contents: HashContents): IndexSize {
  const perBucket = Math.max(10, Math.floor((blockSize * contents.fillFactor) / 100 / itemBytes))
  const buckets = bucketCount(contents.tableRows / perBucket)
  const overflow = overflowPages(contents, buckets)
  const blocks = 1 + buckets + overflow + Math.max(1, Math.ceil(overflow / bitsPerBitmapPage))
  return { blocks: Math.round(blocks), tuples: contents.rows, height: null }
}

/** The next number at which a split-point phase ends: powers of two to 512, then four steps to each (`_hash_spareindex`). */
function bucketCount(wanted: number): number {
  if (wanted <= 2) return 2
  const power = 2 ** Math.ceil(Math.log2(wanted))
  if (power <= 512) return power
  const step = power / 8
  return power / 2 + Math.ceil((wanted - power / 2) / step) * step
}

function overflowPages({ rows, distinct, commonGroups }: HashContents, buckets: number): number {
  const common = commonGroups.reduce((sum, group) => sum + group, 0)
  const rest = Math.max(0, rows - common)
  const keys = Math.max(1, distinct - commonGroups.length)
  // A hash is masked to the next power of two; where that bucket isn't there yet, to half of it.
  const whole = 2 ** Math.ceil(Math.log2(buckets))
  const halves = 2 * (buckets - whole / 2)
  const fulls = buckets - halves
  const pagesOf = (share: number) => expectedPages(rest * share, keys * share)
  const even = halves * pagesOf(1 / whole) + fulls * pagesOf(2 / whole)
  // A common key fills pages on its own.
  return even + commonGroups.reduce((sum, group) => sum + group / itemsPerPage, 0)
}

/**
 * Expected overflow pages of a bucket. The number of its keys varies as Poisson's distribution says, and so does the
 * number of rows of each: taken for normal, with the variance of both.
 */
function expectedPages(mean: number, keys: number): number {
  if (mean <= 0) return 0
  const rowsPerKey = mean / keys
  const deviation = Math.sqrt(mean * (1 + rowsPerKey))
  let pages = 0
  for (let page = 1; page < 10_000; page++) {
    const share = upperTail((page * itemsPerPage + 0.5 - mean) / deviation)
    if (share < 1e-6 && page * itemsPerPage > mean) break
    pages += share
  }
  return pages
}

/** Share of a normal distribution above `z` standard deviations (Abramowitz and Stegun 7.1.26). */
function upperTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const polynomial = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  const tail = (polynomial * Math.exp(-x * x)) / 2
  return z >= 0 ? tail : 1 - tail
}
