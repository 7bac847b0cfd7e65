import type { ColumnStatistics, Index, RelationSize } from '../../../model/index.ts'
import { type BtreeContents, btreeSize } from '../../indexes/btree-size.ts'
import { innerLevels } from '../../indexes/tree-height.ts'

/** What of a table an index's size depends on. */
export interface TableContents {
  readonly rows: number
  /** By column. */
  readonly statistics: ReadonlyMap<string, ColumnStatistics>
  /** By column, as `format_type` writes it. */
  readonly types: ReadonlyMap<string, string>
}

/** A size, times a factor. What is there at all has one page and one row at least; 0 leaves nothing. */
export function scaleSize(size: RelationSize, factor: number): RelationSize {
  const least = factor > 0 ? 1 : 0
  const pages = (count: number) => (count > 0 ? Math.max(least, Math.round(count * factor)) : count)
  const blocks = pages(size.blocks)
  return {
    ...size,
    pages: pages(size.pages),
    tuples: size.tuples > 0 ? Math.max(least, Math.round(size.tuples * factor)) : size.tuples,
    allVisiblePages: Math.min(blocks, Math.round(size.allVisiblePages * factor)),
    allFrozenPages: Math.min(blocks, Math.round(size.allFrozenPages * factor)),
    blocks,
  }
}

/**
 * An index of a table whose rows become `factor` times as many. A B-tree grows as the size model says that one built
 * afresh would, before and after, so that what it has in excess now it has in excess then: equal keys share an entry,
 * so it can grow by less than its rows. Other methods are taken to grow as their rows.
 */
export function scaleIndex(index: Index, factor: number, before: TableContents, after: TableContents): Index {
  const tuples = index.size.tuples > 0 ? index.size.tuples : before.rows
  if (index.method !== 'btree' || tuples <= 0) return scaleEvenly(index, factor)
  const [old, grown] = [contentsOf(index, tuples, before), contentsOf(index, tuples * factor, after)]
  const ratio = btreeSize(grown).blocks / btreeSize(old).blocks
  const scaled = { ...scaleSize(index.size, ratio), tuples: scaleSize(index.size, factor).tuples }
  if (index.height === null) return { ...index, size: scaled }
  const levels = (blocks: number) => innerLevels(Math.max(0, blocks - 1), grown.keyWidthBytes).length
  const height = Math.max(0, index.height + levels(scaled.blocks) - levels(index.size.blocks))
  return { ...index, size: scaled, height }
}

function scaleEvenly(index: Index, factor: number): Index {
  const size = scaleSize(index.size, factor)
  if (index.gin === null) return { ...index, size }
  const times = (count: number) => Math.round(count * factor)
  const { pendingPages, entryPages, dataPages, entries } = index.gin
  const gin = {
    pendingPages: times(pendingPages),
    totalPages: size.blocks,
    entryPages: times(entryPages),
    dataPages: times(dataPages),
    entries: times(entries),
  }
  return { ...index, size, gin }
}

function contentsOf(index: Index, rows: number, table: TableContents): BtreeContents {
  const keys = index.keys.map(({ column }) => column)
  const width = (column: string | null) => (column === null ? 16 : (table.statistics.get(column)?.averageWidth ?? 8))
  const sum = (columns: readonly (string | null)[]) => columns.reduce((total, column) => total + width(column), 0)
  const distinct = keys.reduce((product, column) => product * distinctOf(column, table), 1)
  const merged = keys.every((column) => column === null || !unlikeEquals.test(table.types.get(column) ?? ''))
  return {
    rows,
    distinct: index.unique ? rows : Math.min(rows, distinct),
    commonGroups: [],
    tupleBytes: 8 + Math.ceil(sum([...keys, ...index.include]) / 8) * 8,
    keyWidthBytes: sum(keys),
    deduplicates: index.include.length === 0 && !index.unique && merged,
  }
}

/** Types whose equal values can look unlike, so that a B-tree does not merge them (no `equalimage`). */
const unlikeEquals = /^(numeric|real|double precision|jsonb)\b|\[\]$/

function distinctOf(column: string | null, { rows, statistics }: TableContents): number {
  const distinct = column === null ? undefined : statistics.get(column)?.distinct
  if (distinct === undefined || distinct === 0) return Math.min(rows, 200) // DEFAULT_NUM_DISTINCT in selfuncs.h
  return distinct < 0 ? -distinct * rows : distinct
}
