import { blockSize } from '../files/btree-page.ts'
import type { IndexSize } from './index-size.ts'

/** Keys of a GIN index that are about as frequent as each other. */
export interface GinKeys {
  readonly keys: number
  /** Rows that have each of them. */
  readonly rowsPerKey: number
  /** Average width of a key as it is stored, its header included. */
  readonly keyBytes: number
}

export interface GinContents {
  readonly rows: number
  /** Length of the table in blocks: how far apart rows are decides how many bytes a pointer to one takes. */
  readonly tableBlocks: number
  readonly keys: readonly GinKeys[]
}

const linePointerBytes = 4
const tupleHeaderBytes = 8
const usableBytes = blockSize - 24 - 8
/** A posting list's header with its first row, which is not compressed (`SizeOfGinPostingList`). */
const listHeaderBytes = 8
/** Longest entry (`GinMaxItemSize`); a longer list of rows gets a tree of pages of its own. */
const longestEntryBytes = 2712
/** What a leaf of such a tree holds (`GinDataPageMaxDataSize`), the last segment of lists not quite fitting. */
const dataBytes = blockSize - 24 - 8 - 8 - 128
/** Lists on these pages are cut into segments of this size (`GinPostingListSegmentTargetSize`). */
const segmentBytes = 256
/** Child pointers of a page above them (`PostingItem`). */
const childrenPerPage = Math.floor((blockSize - 24 - 8 - 8) / 10)
/** Keys arrive in order, and a full page is cut in halves of which the left is never touched again (`entrySplitPage`). */
const orderedFill = 0.52
/** Once memory is full, keys arrive again and again, and pages are cut anywhere. */
const repeatedFill = 0.7
/** The default of `maintenance_work_mem`, and about what a key and a row take in it (`ginbulk.c`). */
const buildMemoryBytes = 64 * 1024 * 1024
const keyMemoryBytes = 120
const rowMemoryBytes = 9

/** Size of a freshly built GIN index: a tree of the keys, each with the rows that have it, in place or in pages of their own. */
export function ginSize({ rows, tableBlocks, keys }: GinContents): IndexSize {
  let [entryBytes, dataPages, entries, postings, keyBytes] = [0, 0, 0, 0, 0]
  for (const group of keys) {
    const pointerBytes = rowPointerBytes(group.rowsPerKey, tableBlocks)
    const keySize = align(tupleHeaderBytes + group.keyBytes)
    const listBytes = listHeaderBytes + even(Math.max(0, group.rowsPerKey - 1) * pointerBytes)
    const inPlace = keySize + listBytes <= longestEntryBytes
    entryBytes += group.keys * ((inPlace ? align(keySize + listBytes) : keySize) + linePointerBytes)
    if (!inPlace) dataPages += group.keys * postingTreePages(group.rowsPerKey, pointerBytes)
    entries += group.keys
    postings += group.keys * group.rowsPerKey
    keyBytes += group.keys * group.keyBytes
  }
  const inMemory = entries * keyMemoryBytes + postings * rowMemoryBytes < buildMemoryBytes
  const fill = usableBytes * (inMemory ? orderedFill : repeatedFill)
  const innerBytes = align(tupleHeaderBytes + (entries === 0 ? 0 : keyBytes / entries)) + linePointerBytes
  const entryPages = treePages(Math.max(1, Math.ceil(entryBytes / fill)), Math.max(2, Math.floor(fill / innerBytes)))
  const counters = { entryPages, dataPages: Math.round(dataPages), entries: Math.round(entries) }
  const totalPages = 1 + entryPages + counters.dataPages
  return { blocks: totalPages, tuples: rows, height: null, gin: { pendingPages: 0, totalPages, ...counters } }
}

/**
 * Average bytes of a row in a compressed list: seven bits to a byte, of the distance to the row before, where a block
 * counts 2,048 (`ginpostinglist.c`). Distances in blocks vary as the exponential distribution says.
 */
function rowPointerBytes(rowsPerKey: number, tableBlocks: number): number {
  const gap = Math.max(1, tableBlocks) / Math.max(1, rowsPerKey)
  // Some stand in the block of the row before them, at a distance of one byte.
  const inAnotherBlock = gap * -Math.expm1(-1 / gap)
  const beyond = (blocks: number) => Math.exp(-blocks / gap)
  return 1 + inAnotherBlock + beyond(8) + beyond(1024) + beyond(131_072)
}

function postingTreePages(rowsPerKey: number, pointerBytes: number): number {
  const rowsPerSegment = 1 + (segmentBytes - listHeaderBytes) / pointerBytes
  const leaves = Math.max(1, Math.ceil(((rowsPerKey / rowsPerSegment) * segmentBytes) / dataBytes))
  return treePages(leaves, childrenPerPage)
}

/** Pages of a tree with so many leaves. */
function treePages(leaves: number, fanOut: number): number {
  let sum = leaves
  for (let pages = leaves; pages > 1; ) {
    pages = Math.ceil(pages / fanOut)
    sum += pages
  }
  return sum
}

function align(bytes: number): number {
  return Math.ceil(bytes / 8) * 8
}

function even(bytes: number): number {
  return Math.ceil(bytes / 2) * 2
}
