import { blockSize } from '../files/btree-page.ts'

/** Internal pages are filled to 70 % when a build or a split leaves them (`BTREE_NONLEAF_FILLFACTOR`). */
const innerFill = 0.7
/** Page header, special space and the high key's line pointer, as on leaves. */
const overheadBytes = 24 + 16 + 4
/** Line pointer and index tuple header. */
const pivotOverheadBytes = 4 + 8
const heapPointerBytes = 8

/**
 * Pages of each level above the leaves of a B-tree, the lowest first; its length is the height that the metapage has.
 *
 * @param leafPages of the index, without the metapage
 * @param keyWidthBytes the average width of all key columns; pivots carry no INCLUDE columns
 * @param repeats keys recur from one leaf to the next, so that pivots carry a row's address too (`_bt_truncate`)
 */
export function innerLevels(leafPages: number, keyWidthBytes: number, repeats = false): number[] {
  const pivotBytes = pivotOverheadBytes + Math.ceil(keyWidthBytes / 8) * 8 + (repeats ? heapPointerBytes : 0)
  const fanOut = Math.max(2, Math.floor((blockSize * innerFill - overheadBytes) / pivotBytes))
  const levels: number[] = []
  for (let pages = leafPages; pages > 1; ) {
    pages = Math.ceil(pages / fanOut)
    levels.push(pages)
  }
  return levels
}
