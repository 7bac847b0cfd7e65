/** PostgreSQL's default block; a server built with another is refused when the twin is opened. */
export const blockSize = 8192

const pageHeader = 24
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
 * One page for each level, from the root (block 1) to an empty leaf (block `height + 1`). The planner walks down to
 * the leaf when it looks for a column's true minimum or maximum; a height without pages below it would fail there.
 */
export function levelPages(height: number): Buffer {
  return Buffer.concat(
    Array.from({ length: height + 1 }, (_, depth) => levelPage(height - depth, depth === 0, depth + 2)),
  )
}

function levelPage(level: number, root: boolean, childBlock: number): Buffer {
  const page = Buffer.alloc(blockSize)
  const inner = level > 0
  page.writeUInt16LE(inner ? pageHeader + 4 : pageHeader, 12) // pd_lower
  page.writeUInt16LE(inner ? special - pivotSize : special, 14) // pd_upper
  page.writeUInt16LE(special, 16)
  page.writeUInt16LE(sizeAndVersion, 18)
  if (inner) {
    // Line pointer: offset, LP_NORMAL, length; then the pivot tuple: minus infinity with the child's block.
    page.writeUInt32LE(((special - pivotSize) | (1 << 15) | (pivotSize << 17)) >>> 0, pageHeader)
    page.writeUInt16LE(childBlock, special - pivotSize + 2) // ip_blkid's low half; the high half stays 0
    page.writeUInt16LE(pivotInfo, special - pivotSize + 6)
  }
  page.writeUInt32LE(level, special + 8)
  page.writeUInt16LE((inner ? 0 : flagLeaf) | (root ? flagRoot : 0), special + 12)
  return page
}
