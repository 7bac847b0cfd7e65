import type { ColumnStatistics } from '../../model/index.ts'
import { blockSize } from '../../twin/index.ts'

/** An index as far as it decides what an entry costs. */
export interface EntryTarget {
  readonly method: string
  /** Levels above the leaves. */
  readonly height: number
  /** Of the leading key; null: unknown, or an expression. */
  readonly leading: ColumnStatistics | null
  /** The operator class of the leading key, without quotes and schema. */
  readonly operatorClass: string
}

export interface EntryPrice {
  /** In the planner's units. */
  readonly cost: number
  readonly walBytes: number
}

/** `cpu_operator_cost` and `cpu_index_tuple_cost`, as the planner charges for a B-tree descent (`btcostestimate`). */
const comparisonCost = 0.0025
const indexTupleCost = 0.005
/** Share of entries whose leaf page has to be fetched and written; the rest find it in the cache, dirty already. */
const pageShare = 0.1
const randomPageCost = 4
/** Rows that come in the order of the key go onto the last page, which is there. */
const orderedPageShare = 0.01
const ordered = 0.9
/** Of a record for one entry: its header, the item's pointer and header. A page's first change takes the page along. */
const recordBytes = 64
/** Where statistics do not tell. */
const unknownWidth = 8
const unknownKeysPerRow = 10

/** What entering one row takes. Kinds stand to each other as they did when rows were inserted into one of each. */
export function entryPrice(target: EntryTarget): EntryPrice {
  const pages = isOrdered(target.leading) ? orderedPageShare : pageShare
  const width = target.leading?.averageWidth ?? unknownWidth
  const descent = 50 * comparisonCost * (target.height + 1)
  switch (target.method) {
    case 'gin': {
      // `fastupdate`: rows go to a list first, and from there by the page into the tree.
      const keys = keysPerRow(target)
      return { cost: 0.08 + 0.03 * keys, walBytes: recordBytes + 50 * keys }
    }
    case 'gist':
    case 'spgist':
      return price(50 * comparisonCost, pageShare, width)
    case 'hash':
      return price(0, pageShare / 2, 4)
    case 'brin':
      // One summary for 128 pages of the table, changed where a row lies outside of it.
      return { cost: indexTupleCost, walBytes: 1 }
    default:
      return price(descent, pages, width)
  }
}

/** What vacuum does for an entry whose row is gone: it reads the index from end to end, and writes what it changed. */
export function deadEntryCost({ method }: EntryTarget): number {
  return method === 'brin' ? 0 : 2 * indexTupleCost
}

function price(descentCost: number, pages: number, keyBytes: number): EntryPrice {
  return {
    cost: descentCost + indexTupleCost + pages * randomPageCost,
    walBytes: recordBytes + keyBytes + pages * blockSize * 0.5,
  }
}

function isOrdered(leading: ColumnStatistics | null): boolean {
  return (leading?.correlation ?? 0) > ordered
}

/** From the statistics of elements where `ANALYZE` gathers them, else from how wide values are. */
function keysPerRow({ leading, operatorClass }: EntryTarget): number {
  if (leading === null) return unknownKeysPerRow
  const counts = leading.elementCountHistogram
  if (counts !== null && counts.length > 0) return counts[counts.length - 1] ?? unknownKeysPerRow
  if (operatorClass.includes('trgm')) return leading.averageWidth + 1
  return Math.max(1, leading.averageWidth / 10)
}
