import { blockSize } from '../files/btree-page.ts'
import type { IndexSize } from './index-size.ts'

export interface GistContents {
  readonly rows: number
  /** Average size of a leaf's entry, its header and alignment included. */
  readonly tupleBytes: number
  /** The same of the levels above, whose keys are bounds or signatures. */
  readonly innerTupleBytes: number
  /** Share of a page that a build leaves full. */
  readonly fill: number
}

const linePointerBytes = 4
/** Page header and special space. */
const usableBytes = blockSize - 24 - 16
/** Size of a freshly built GiST index. */
export function gistSize({ rows, tupleBytes, innerTupleBytes, fill }: GistContents): IndexSize {
  const perPage = (bytes: number) => Math.max(2, Math.floor((usableBytes * fill) / (bytes + linePointerBytes)))
  let pages = Math.max(1, Math.ceil(rows / perPage(tupleBytes)))
  let blocks = pages
  while (pages > 1) {
    pages = Math.ceil(pages / perPage(innerTupleBytes))
    blocks += pages
  }
  return { blocks, tuples: rows, height: null }
}
