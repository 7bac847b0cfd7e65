/** PostgreSQL's default block; a server built with another is refused when the twin is opened. */
export const blockSize = 8192

/** `SizeOfPageHeaderData`, after which a page's contents start. */
export const pageHeader = 24
const specialSize = 16
const special = blockSize - specialSize
const pivotSize = 8
const flagLeaf = 1
const flagRoot = 2
/** `t_info` of an index tuple: its size, and INDEX_ALT_TID_MASK, which marks a pivot tuple (`nbtree.h`). */
const pivotInfo = pivotSize | 0x2000
/** `pd_pagesize_version` of every major since 8.3: page size and layout version 4. */
const sizeAndVersion = blockSize | 4

/** Where the metapage of a B-tree keeps root, level, fast root and fast level (`BTMetaPageData`, four uint32). */
export const metaRootOffset = pageHeader + 8

/** The four uint32 for {@link metaRootOffset}: a root at block 1 with `height` levels below it. */
export function metaRoot(height: number): Buffer {
  const bytes = Buffer.alloc(16)
  bytes.writeUInt32LE(1, 0)
  bytes.writeUInt32LE(height, 4)
  bytes.writeUInt32LE(1, 8)
  bytes.writeUInt32LE(height, 12)
  return bytes
}

/**
 * One page for each level, from the root (block 1) to the leaf (block `height + 1`). The planner walks down to the leaf
 * when it looks for a column's true minimum or maximum; a height without pages below it would fail there.
 *
 * @param tuples of the leaf, in the index's order
 */
export function levelPages(height: number, tuples: readonly Buffer[] = []): Buffer {
  return Buffer.concat(
    Array.from({ length: height + 1 }, (_, depth) =>
      levelPage(height - depth, depth === 0, depth < height ? [pivotTo(depth + 2)] : tuples),
    ),
  )
}

/** Minus infinity, with the child's block in `ip_blkid`, whose high half stays 0. */
function pivotTo(childBlock: number): Buffer {
  const tuple = Buffer.alloc(pivotSize)
  tuple.writeUInt16LE(childBlock, 2)
  tuple.writeUInt16LE(pivotInfo, 6)
  return tuple
}

function levelPage(level: number, root: boolean, tuples: readonly Buffer[]): Buffer {
  const page = Buffer.alloc(blockSize)
  let upper = special
  for (const [index, tuple] of tuples.entries()) {
    upper -= tuple.length
    tuple.copy(page, upper)
    // Line pointer: offset, LP_NORMAL, length.
    page.writeUInt32LE((upper | (1 << 15) | (tuple.length << 17)) >>> 0, pageHeader + 4 * index)
  }
  writeHeader(page, pageHeader + 4 * tuples.length, upper, special)
  page.writeUInt32LE(level, special + 8)
  page.writeUInt16LE((level > 0 ? 0 : flagLeaf) | (root ? flagRoot : 0), special + 12)
  return page
}

/** `pd_lower`, `pd_upper`, `pd_special` and `pd_pagesize_version`; the log position and the rest stay 0. */
function writeHeader(page: Buffer, lower: number, upper: number, specialStart: number): void {
  page.writeUInt16LE(lower, 12)
  page.writeUInt16LE(upper, 14)
  page.writeUInt16LE(specialStart, 16)
  page.writeUInt16LE(sizeAndVersion, 18)
}

/** A page of the map of visible pages, in which the heap's first page is visible to all (`visibilitymap.h`). */
export function firstPageVisible(): Buffer {
  const page = Buffer.alloc(blockSize)
  writeHeader(page, pageHeader, blockSize, blockSize)
  page.writeUInt8(1, pageHeader)
  return page
}
