import { brinSize } from './brin-size.ts'
import { btreeSize } from './btree-size.ts'
import type { IndexContents } from './contents.ts'
import type { IndexDescription } from './description.ts'
import { ginKeys } from './gin-keys.ts'
import { ginSize } from './gin-size.ts'
import { gistFill } from './gist-fill.ts'
import { gistSize } from './gist-size.ts'
import { hashSize } from './hash-size.ts'
import type { IndexSize } from './index-size.ts'
import { spgistFill, spgistKey } from './spgist-key.ts'
import { spgistSize } from './spgist-size.ts'
import { gistKey, summaryBytes } from './stored-key.ts'
import { averageTupleBytes, mean } from './tuple-width.ts'

/** The size that an index would have right after it was built; null for a method whose pages nobody here knows. */
export function sizeOfIndex(index: IndexDescription, contents: IndexContents, major: number): IndexSize | null {
  switch (index.method) {
    case 'btree':
      return btree(index, contents)
    case 'hash':
      return hash(index, contents)
    case 'gin':
      return gin(contents)
    case 'gist':
      return gist(index, contents, major)
    case 'spgist':
      return spgist(contents)
    case 'brin':
      return brin(index, contents)
    default:
      return null
  }
}

function btree(index: IndexDescription, contents: IndexContents): IndexSize {
  const { rows, distinct, keys, included } = contents
  const columns = [...keys, ...included]
  return btreeSize({
    rows,
    distinct,
    commonGroups: commonGroups(index, contents),
    classes: contents.classes,
    tupleBytes: averageTupleBytes(columns),
    keyWidthBytes: keys.reduce((sum, { widths }) => sum + mean(widths), 0),
    deduplicates:
      !index.unique &&
      included.length === 0 &&
      index.options.deduplicate_items !== 'off' &&
      keys.every(({ is }) => is.equalImage),
    fillFactor: fillFactor(index, 90),
  })
}

function hash(index: IndexDescription, contents: IndexContents): IndexSize {
  const nullFraction = contents.keys[0]?.nullFraction ?? 0
  const rows = contents.rows * (1 - nullFraction)
  return hashSize({
    tableRows: contents.table.tuples,
    rows,
    distinct: Math.max(1, contents.distinct - (nullFraction > 0 ? 1 : 0)),
    commonGroups: commonGroups(index, contents, false),
    fillFactor: fillFactor(index, 75),
  })
}

function gin({ rows, table, keys }: IndexContents): IndexSize {
  return ginSize({ rows, tableBlocks: table.blocks, keys: keys.flatMap((column) => ginKeys(column, rows)) })
}

function gist(index: IndexDescription, { rows, keys, included }: IndexContents, major: number): IndexSize {
  const stored = keys.map(gistKey)
  return gistSize({
    rows,
    tupleBytes: averageTupleBytes([...stored.map(({ leaf }) => leaf), ...included]),
    innerTupleBytes: averageTupleBytes(stored.map(({ inner }) => inner)),
    fill: gistFill(index, keys, major),
  })
}

function spgist({ rows, keys, included }: IndexContents): IndexSize {
  const stored = keys.map((column) => spgistKey(column, rows))
  return spgistSize({ rows, tupleBytes: averageTupleBytes([...stored, ...included]), fill: spgistFill(keys) })
}

function brin(index: IndexDescription, { rows, table, keys }: IndexContents): IndexSize {
  const pagesPerRange = Number(index.options.pages_per_range ?? 128)
  const rowsPerRange = (rows / Math.max(1, table.blocks)) * pagesPerRange
  return brinSize({
    tableBlocks: table.blocks,
    pagesPerRange,
    summaryBytes: keys.reduce((sum, column) => sum + summaryBytes(column, pagesPerRange, rowsPerRange), 0),
    nulls: keys.some(({ nullFraction }) => nullFraction > 0),
    columns: keys.length,
  })
}

/** Rows that share each of the most common keys, the nulls among them where they are entered. */
function commonGroups(index: IndexDescription, { rows, keys }: IndexContents, nulls = true): number[] {
  const [only, another] = keys
  // A predicate lets in some values and not others, and which is not known.
  if (only === undefined || another !== undefined || index.predicate !== null) return []
  const groups = (only.statistics?.commonFrequencies ?? []).map((share) => share * rows)
  return nulls && only.nullFraction > 0 ? [...groups, only.nullFraction * rows] : groups
}

function fillFactor({ options }: IndexDescription, usual: number): number {
  return Number(options.fillfactor ?? usual)
}
