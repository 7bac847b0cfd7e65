import { blockSize } from '../files/btree-page.ts'
import type { IndexSize } from './index-size.ts'

export interface SpgistContents {
  readonly rows: number
  /** Average size of a leaf's entry, its header and alignment included. */
  readonly tupleBytes: number
  /** Share of the pages that entries fill. */
  readonly fill: number
}

const linePointerBytes = 4
const usableBytes = blockSize - 24 - 8
/** Metapage, and the roots of values and of nulls. */
const fixedPages = 3
/** Size of a freshly built SP-GiST index. Partitions of a page are moved as wholes, so pages stay part empty. */
export function spgistSize({ rows, tupleBytes, fill }: SpgistContents): IndexSize {
  const blocks = fixedPages + Math.ceil((rows * (tupleBytes + linePointerBytes)) / (usableBytes * fill))
  return { blocks, tuples: rows, height: null }
}
