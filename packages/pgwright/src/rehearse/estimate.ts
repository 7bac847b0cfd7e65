import type { Index, Relation, Snapshot } from '../model/index.ts'
import type { Node } from '../sql/index.ts'
import { blockSize } from '../twin/index.ts'
import type { StatementEffects } from './effects/effects.ts'
import { changedWithin } from './facts/changed-within.ts'

/** How quickly a server reads and writes tables, and on what that rests. */
export interface Rates {
  readonly readBytesPerMs: number
  readonly writeBytesPerMs: number
  /** For people: `as measured on the server`. */
  readonly by: string
}

/** Of a small machine with the table half in memory; a disk in the cloud reads about as quickly. */
export const usualRates: Rates = {
  readBytesPerMs: 300_000,
  writeBytesPerMs: 50_000,
  by: 'the sizes of the source and usual rates, not measured there',
}

/** Comparing two keys while an index is sorted. */
const comparisonMs = 60e-6

/**
 * How long a statement holds its locks for the work that it does at the source's sizes, in ms; 0 for what changes the
 * catalog alone. Whatever it waits for comes on top.
 */
export function estimateMs(
  effects: StatementEffects,
  tree: Node | null,
  snapshot: Snapshot,
  rates: Rates,
  find: (relation: string) => Relation | null,
): number {
  const { scans, rewrites } = effects
  const written = new Set(rewrites)
  const read = scans.filter((name) => !written.has(name))
  const scanned = sum(read, (name) => bytesOf(find(name)) / rates.readBytesPerMs)
  const rewritten = sum(rewrites, (name) => rewriteMs(find(name), snapshot, rates))
  const built =
    tree !== null && 'IndexStmt' in tree
      ? sum(read, (name) => sortMs(find(name), tree.IndexStmt.indexParams?.length ?? 1))
      : 0
  const changed = sum(allRowsChanged(effects, tree, find), (table) => rewriteMs(table, snapshot, rates))
  return scanned + rewritten + built + changed
}

/**
 * Tables of which it may change every row: a new version of each is written, with an entry in every index. Where it says
 * which rows, nothing is known of how many these are, and only finding them is counted.
 */
function allRowsChanged(
  effects: StatementEffects,
  tree: Node | null,
  find: (relation: string) => Relation | null,
): Relation[] {
  if (tree === null || !('UpdateStmt' in tree)) return changedWithin(effects, tree, find)
  const { whereClause, fromClause } = tree.UpdateStmt
  if (whereClause !== undefined || fromClause !== undefined) return []
  return effects.writes.flatMap((name) => find(name) ?? [])
}

function rewriteMs(table: Relation | null, { indexes }: Snapshot, rates: Rates): number {
  if (table === null) return 0
  const bytes = bytesOf(table)
  const own = indexes.filter(({ schema, table: of }) => schema === table.schema && of === table.name)
  return (
    bytes / rates.readBytesPerMs + bytes / rates.writeBytesPerMs + sum(own, (index) => rebuildMs(index, table, rates))
  )
}

function rebuildMs({ size, keys }: Index, table: Relation, rates: Rates): number {
  return (size.blocks * blockSize) / rates.writeBytesPerMs + sortMs(table, keys.length)
}

/** Rows sorted by comparing them, n log n. */
function sortMs(table: Relation | null, keys: number): number {
  const rows = Math.max(0, table?.size.tuples ?? 0)
  return rows * Math.log2(rows + 1) * keys * comparisonMs
}

/** With what is kept out of line, which a scan of all columns reads too. */
function bytesOf(table: Relation | null): number {
  return table === null ? 0 : table.size.blocks * blockSize
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
