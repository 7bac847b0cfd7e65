import type { GinCounters } from '../../model/index.ts'
import { blockSize, pageHeader } from './btree-page.ts'

/** Where `GinMetaPageData` (`ginblock.h`, the same on every major) begins. */
const gin = pageHeader

/**
 * The counters of a GIN index's metapage. `gincostestimate` believes them as long as they fit the index's length; with
 * none it takes every tenth page for one of posting trees, which is also what an index without known counters gets.
 *
 * @param page the index's first block as PostgreSQL made it
 */
export function withGinCounters(page: Buffer, counters: GinCounters | null): Buffer {
  const changed = Buffer.from(page)
  changed.writeUInt32LE(counters?.pendingPages ?? 0, gin + 12)
  changed.writeUInt32LE(counters?.totalPages ?? 0, gin + 24)
  changed.writeUInt32LE(counters?.entryPages ?? 0, gin + 28)
  changed.writeUInt32LE(counters?.dataPages ?? 0, gin + 32)
  changed.writeBigInt64LE(BigInt(counters?.entries ?? 0), gin + 40)
  return changed
}

/** `REVMAP_PAGE_MAXITEMS` (`brin_page.h`): item pointers of 6 bytes, after the header and before 8 bytes of special. */
const rangesOfRevmapPage = Math.floor((blockSize - pageHeader - 8) / 6)

/**
 * A BRIN index's metapage with as many pages of the range map as the table's length needs, which is what
 * `brincostestimate` reads besides the pages of a range.
 *
 * @param page the index's first block as PostgreSQL made it
 */
export function withRevmapOf(page: Buffer, heapBlocks: number): Buffer {
  const changed = Buffer.from(page)
  const pagesPerRange = Math.max(1, page.readUInt32LE(pageHeader + 8))
  const ranges = Math.max(1, Math.ceil(heapBlocks / pagesPerRange))
  changed.writeUInt32LE(Math.ceil(ranges / rangesOfRevmapPage), pageHeader + 12)
  return changed
}
