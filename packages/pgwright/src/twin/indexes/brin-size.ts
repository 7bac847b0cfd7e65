import { blockSize } from '../files/btree-page.ts'
import type { IndexSize } from './index-size.ts'

export interface BrinContents {
  /** Length of the table in blocks. */
  readonly tableBlocks: number
  readonly pagesPerRange: number
  /** Bytes of one range's summary, its header left out. */
  readonly summaryBytes: number
  /** Some column has nulls, so that summaries carry a bitmap. */
  readonly nulls: boolean
  readonly columns: number
}

/** Header of a summary: block number and flags (`SizeOfBrinTuple`). */
const summaryHeaderBytes = 5
const linePointerBytes = 4
/** Page header and special space. */
const usableBytes = blockSize - 24 - 8
/** Item pointers of a page of the range map (`REVMAP_PAGE_MAXITEMS`). */
const pointersPerPage = Math.floor(usableBytes / 6)

/** Size of a freshly built BRIN index: a metapage, a map with a pointer for each range, and the ranges' summaries. */
export function brinSize(contents: BrinContents): IndexSize {
  const { tableBlocks, pagesPerRange, summaryBytes, nulls, columns } = contents
  const ranges = Math.max(1, Math.ceil(tableBlocks / pagesPerRange))
  const revmapPages = Math.ceil(ranges / pointersPerPage)
  // Two bits for each column: all null, some null (`brin_form_tuple`).
  const header = align(summaryHeaderBytes + (nulls ? Math.ceil((2 * columns) / 8) : 0))
  const perPage = Math.max(1, Math.floor(usableBytes / (align(header + summaryBytes) + linePointerBytes)))
  const blocks = 1 + revmapPages + Math.ceil(ranges / perPage)
  return { blocks, tuples: ranges, height: null }
}

function align(bytes: number): number {
  return Math.ceil(bytes / 8) * 8
}
