import { blockSize } from '../files/btree-page.ts'
import type { IndexSize } from './index-size.ts'

export interface GistContents {
  readonly rows: number
  /** Average size of a leaf's entry, its header and alignment included. */
  readonly tupleBytes: number
  /** The same of the levels above, whose keys are bounds or signatures. */
  readonly innerTupleBytes: number
  /** Built by sorting, which every key column's operator class must support. */
  readonly sorted: boolean
  readonly fillFactor: number
}

const linePointerBytes = 4
/** Page header and special space. */
const usableBytes = blockSize - 24 - 16
/** Share of a page that insertion in any order leaves full, as measured over boxes, ranges and signatures. */
const insertedFill = 0.66

/**
 * Size of a freshly built GiST index. By sorting, pages are filled to the fill factor (`gist_indexsortbuild`); by
 * insertion, a page that overflows is cut where the operator class likes it, which leaves about two thirds.
 */
export function gistSize({ rows, tupleBytes, innerTupleBytes, sorted, fillFactor }: GistContents): IndexSize {
  const fill = sorted ? fillFactor / 100 : insertedFill
  const perPage = (bytes: number) => Math.max(2, Math.floor((usableBytes * fill) / (bytes + linePointerBytes)))
  let pages = Math.max(1, Math.ceil(rows / perPage(tupleBytes)))
  let blocks = pages
  while (pages > 1) {
    pages = Math.ceil(pages / perPage(innerTupleBytes))
    blocks += pages
  }
  return { blocks, tuples: rows, height: null }
}
