import type { ColumnStatistics, Relation, Snapshot } from '../../../../model/index.ts'
import { quoteQualified } from '../../../../sql/index.ts'
import type { AskedTable } from './asked-table.ts'

/**
 * The most rows that the planner expects, whatever values are asked for: on each table that holds rows, the common value
 * of every column that is compared by `=`, as if the columns had nothing to do with one another, which is how it counts.
 * Other conditions are taken to leave all. Null where nothing was analyzed.
 */
export function mostExpected({ table, equal }: AskedTable, snapshot: Snapshot): number | null {
  let most = 0
  for (const part of holders(table, snapshot)) {
    const rows = plannedRows(part)
    if (rows === null) return null
    const shares = equal.map((column) => largestShare(part, column, rows, snapshot))
    // Extended statistics can raise it to what the rarer column allows, and no further.
    const share = hasExtended(part, snapshot)
      ? Math.min(1, ...shares)
      : shares.reduce((product, one) => product * one, 1)
    most += Math.max(1, rows * share)
  }
  return most
}

/**
 * Of the rows that were counted as returned, those that may be gone or changed since: all that was deleted or updated
 * while it was counted, and what a TRUNCATE took, which no counter tells. Null where the counters can't tell.
 */
export function rowsMoved({ table, columns }: AskedTable, snapshot: Snapshot): number | null {
  let moved = 0
  for (const part of holders(table, snapshot)) {
    if (part.activity === null) return null
    const { inserts, updates, hotUpdates, deletes } = part.activity
    // What an index has in it does not change in a HOT update.
    const changed = areIndexed(part, columns, snapshot) ? updates - hotUpdates : updates
    const rows = plannedRows(part) ?? 0
    const emptied = inserts - deletes - rows
    moved += deletes + changed + (emptied > rows / 10 ? emptied : 0) // the number of rows is an estimate
  }
  return moved
}

/** The table, or its partitions and children at any depth: those that hold rows. */
function holders(table: Relation, { relations }: Snapshot): Relation[] {
  const family = new Set([quoteQualified(table.schema, table.name)])
  // Parents come before children.
  for (const { schema, name, parents } of relations)
    if (parents.some((parent) => family.has(quoteQualified(parent.schema, parent.name))))
      family.add(quoteQualified(schema, name))
  return relations.filter(
    ({ schema, name, kind }) => kind !== 'partitioned' && family.has(quoteQualified(schema, name)),
  )
}

/** As the planner takes it: the density that ANALYZE saw, over the pages that there are now. */
function plannedRows({ size: { tuples, pages, blocks } }: Relation): number | null {
  if (blocks === 0) return 0
  return pages > 0 && tuples >= 0 ? (tuples / pages) * blocks : null
}

/** The largest part of the rows that one value has; one where nothing is known of the column. */
function largestShare({ schema, name }: Relation, column: string, rows: number, snapshot: Snapshot): number {
  const known = snapshot.columnStatistics.find(
    (one) => one.schema === schema && one.table === name && one.column === column && !one.inherited,
  )
  return known === undefined ? 1 : Math.min(1, Math.max(known.commonFrequencies?.[0] ?? 0, averageShare(known, rows)))
}

function averageShare({ distinct, nullFraction }: ColumnStatistics, rows: number): number {
  const values = distinct < 0 ? -distinct * rows : distinct
  return (1 - nullFraction) / Math.max(1, values)
}

function hasExtended({ schema, name }: Relation, { extendedStatistics }: Snapshot): boolean {
  return extendedStatistics.some((one) => one.schema === schema && one.table === name)
}

/** BRIN indexes summarize, and from PostgreSQL 16 on an update of their columns can be HOT. */
function areIndexed({ schema, name }: Relation, columns: readonly string[], { indexes }: Snapshot): boolean {
  const keys = indexes
    .filter((index) => index.schema === schema && index.table === name && index.method !== 'brin')
    .flatMap((index) => index.keys.map(({ column }) => column))
  return columns.every((column) => keys.includes(column))
}
