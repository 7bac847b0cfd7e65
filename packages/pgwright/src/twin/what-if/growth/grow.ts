import { PgwrightError, type Relation, type Snapshot } from '../../../model/index.ts'
import { findRelation, keyOf } from '../names.ts'
import { ancestorsOf, withDescendants } from '../relatives.ts'
import type { Scenario } from '../scenario.ts'
import { type Growth, growColumns } from './grow-columns.ts'
import { scaleIndex, scaleSize } from './index-growth.ts'
import { contentsByTable } from './table-contents.ts'

/** `pg_class.relpages` counts in 32 bits with a sign; a table of more would not fit on one of PostgreSQL's files. */
const mostBlocks = 2 ** 31 - 1
const greatestFactor = 1e6

/**
 * A table `factor` times as large, and with it its partitions and what inherits from it. Below 1 it shrinks.
 *
 * Rows, pages, visible pages, TOAST and indexes grow, and columns as `growColumn` says. A foreign key follows what it
 * points to: where both its tables grow, it has as many more values, over as much longer a range, as the one that
 * grows less; where only its own grows, more rows point to the same values.
 *
 * @throws PgwrightError `usage` for an unknown table, a view, or a factor out of bounds
 */
export function grow(scenario: Scenario, table: string, factor: number): Scenario {
  if (!(factor > 0 && factor <= greatestFactor)) {
    throw new PgwrightError(
      'usage',
      `A table can't grow by a factor of ${factor}.`,
      'Give one above 0 and up to a million.',
    )
  }
  const relation = findRelation(scenario.snapshot, table)
  if (relation.kind === 'view') {
    throw new PgwrightError(
      'usage',
      `${keyOf(relation)} is a view, which has no size.`,
      'Grow the tables that it reads.',
    )
  }
  const members = withDescendants(scenario.snapshot, relation)
  const growth = new Map(scenario.growth)
  for (const member of members) growth.set(keyOf(member), (growth.get(keyOf(member)) ?? 1) * factor)
  const change: Growth = { relation, factor, before: scenario.growth, after: growth }
  const { snapshot, outOfRoom } = growSnapshot(scenario.snapshot, change)
  const known = scenario.values.relations.some((other) => keyOf(other) === keyOf(relation))
  const values = known ? growSnapshot(scenario.values, change).snapshot : scenario.values
  const notes = outOfRoom.map((column) => `${column} runs out of values: its type has no room for so many rows.`)
  return { ...scenario, snapshot, values, growth, notes: [...scenario.notes, ...notes] }
}

function growSnapshot(snapshot: Snapshot, change: Growth): { snapshot: Snapshot; outOfRoom: string[] } {
  const { relation, factor } = change
  const members = new Set(withDescendants(snapshot, relation).map(keyOf))
  const relations = resize(snapshot, relation, members, factor)
  const { columnStatistics, outOfRoom } = growColumns(snapshot, relations, members, change)
  const grown = { ...snapshot, relations, columnStatistics }
  const [before, after] = [contentsByTable(snapshot), contentsByTable(grown)]
  const indexes = snapshot.indexes.map((index) => {
    const table = keyOf({ schema: index.schema, name: index.table })
    const [old, now] = [before.get(table), after.get(table)]
    return members.has(table) && old !== undefined && now !== undefined ? scaleIndex(index, factor, old, now) : index
  })
  return { snapshot: { ...grown, indexes }, outOfRoom }
}

/** A partitioned table's own rows are all of its partitions', so it grows with any of them. */
function resize(snapshot: Snapshot, relation: Relation, members: ReadonlySet<string>, factor: number): Relation[] {
  const above = new Set(
    ancestorsOf(snapshot, relation)
      .filter(({ kind }) => kind === 'partitioned')
      .map(keyOf),
  )
  const added = Math.max(0, relation.size.tuples) * (factor - 1)
  return snapshot.relations.map((other) => {
    if (above.has(keyOf(other)) && other.size.tuples > 0) {
      return { ...other, size: { ...other.size, tuples: other.size.tuples + added } }
    }
    if (!members.has(keyOf(other))) return other
    const size = scaleSize(other.size, factor)
    if (size.blocks > mostBlocks) {
      const message = `${keyOf(other)} would have more than the 16 TB that a twin can show.`
      throw new PgwrightError('usage', message, 'Grow it by less, or partition it first.')
    }
    return { ...other, size, toastBytes: Math.round(other.toastBytes * factor) }
  })
}
