import { type Column, PgwrightError, type Relation, type Snapshot } from '../../../model/index.ts'
import { quoteIdentifier } from '../../../sql/index.ts'
import { scaleSize } from '../growth/index-growth.ts'
import { findRelation, keyOf } from '../names.ts'
import type { Scenario } from '../scenario.ts'
import { freshName } from './fresh-name.ts'
import { leafStatistics } from './leaf-statistics.ts'
import { leavesOf } from './leaves.ts'
import type { NamedLeaf } from './named-leaf.ts'
import { partitionKeys } from './partition-keys.ts'
import type { Partitioning } from './partitioning.ts'

/**
 * A table that is partitioned: itself without rows, and its rows, statistics and indexes in its partitions. What can't
 * be unique over partitions, since it lacks the column, becomes an ordinary index: a gap says so.
 *
 * @throws PgwrightError `usage` or `unsupported` for a table that can't be cut so
 */
export function partition(scenario: Scenario, { table, column: name, by }: Partitioning): Scenario {
  const { snapshot } = scenario
  const relation = findRelation(snapshot, table)
  const column = requirePartitionable(snapshot, relation, name)
  const own = snapshot.columnStatistics.filter(
    (s) => s.schema === relation.schema && s.table === relation.name && !s.inherited,
  )
  const key = own.find((statistics) => statistics.column === column.name)
  const taken = new Set(
    [...snapshot.relations, ...snapshot.indexes, ...snapshot.sequences].map((object) => object.name),
  )
  const leaves = leavesOf(column, key, by).map(
    (leaf): NamedLeaf => ({ ...leaf, name: freshName(relation.name, leaf.suffix, taken) }),
  )
  const rows = Math.max(0, relation.size.tuples)
  const columnStatistics = leaves.flatMap((leaf) =>
    own.flatMap((statistics) => {
      const described = relation.columns.find((other) => other.name === statistics.column)
      if (described === undefined || leaf.share <= 0) return []
      const whole = { column: described, statistics, key, rows }
      return { ...leafStatistics(whole, leaf, statistics === key), table: leaf.name }
    }),
  )
  const keys = partitionKeys(snapshot, relation, column.name, leaves, columnStatistics, taken)
  const method = by.method.toUpperCase()
  return {
    ...scenario,
    snapshot: {
      ...snapshot,
      relations: snapshot.relations.flatMap((other) =>
        other === relation
          ? [parentOf(relation, method, column), ...leaves.map((leaf) => leafOf(relation, leaf))]
          : other,
      ),
      constraints: keys.constraints,
      indexes: keys.indexes,
      // `ANALYZE` of a partitioned table finds what it found before, in all partitions together.
      columnStatistics: [
        ...snapshot.columnStatistics.map((s) => (own.includes(s) ? { ...s, inherited: true } : s)),
        ...columnStatistics,
        ...keys.columnStatistics,
      ],
    },
    gaps: [...scenario.gaps, ...keys.gaps],
  }
}

function requirePartitionable(snapshot: Snapshot, relation: Relation, name: string): Column {
  const refuse = (reason: string, hint: string) => new PgwrightError('usage', `${keyOf(relation)} ${reason}.`, hint)
  if (relation.kind !== 'table') throw refuse('is no ordinary table', 'Name a table that is not partitioned yet.')
  const children = snapshot.relations.some(({ parents }) => parents.some((parent) => keyOf(parent) === keyOf(relation)))
  if (children || relation.parents.length > 0) {
    throw refuse('is part of an inheritance tree, and such a table can not be partitioned', 'Name another table.')
  }
  const column = relation.columns.find((other) => other.name === name || quoteIdentifier(other.name) === name)
  if (column === undefined) throw refuse(`has no column ${name}`, 'Check its name.')
  if (column.generated !== '')
    throw refuse(`can't be partitioned by ${name}, a generated column`, 'Name another column.')
  return column
}

/** Storage parameters and rows are the partitions'. */
function parentOf(relation: Relation, method: string, column: Column): Relation {
  const size = { ...scaleSize(relation.size, 0), tuples: relation.size.tuples }
  const partitionKey = `${method} (${quoteIdentifier(column.name)})`
  return { ...relation, kind: 'partitioned', partitionKey, size, toastBytes: 0, options: [] }
}

/** Policies and identity columns are the parent's. */
function leafOf(relation: Relation, { name, bound, share }: NamedLeaf): Relation {
  return {
    ...relation,
    name,
    columns: relation.columns.map((column) => ({ ...column, identity: '', inherited: true })),
    size: scaleSize(relation.size, share),
    toastBytes: Math.round(relation.toastBytes * share),
    rowSecurity: false,
    forceRowSecurity: false,
    parents: [{ schema: relation.schema, name: relation.name }],
    partitionBound: bound,
    activity: null,
  }
}
