import type { ColumnStatistics, Gap, Index, Relation, Snapshot } from '../../../model/index.ts'
import { quoteIdentifier, quoteQualified, readColumns } from '../../../sql/index.ts'
import { scaleIndex, scaleSize } from '../growth/index-growth.ts'
import { contentsByTable } from '../growth/table-contents.ts'
import { keyOf } from '../names.ts'
import { pointingTo } from '../referring.ts'
import { freshName } from './fresh-name.ts'
import { redefine } from './index-definition.ts'
import type { NamedLeaf } from './named-leaf.ts'

type Constraint = Snapshot['constraints'][number]

/** A snapshot's indexes and constraints once a table is partitioned. */
interface PartitionKeys {
  readonly indexes: Index[]
  readonly constraints: Constraint[]
  /** Of expressions in partitions' indexes. */
  readonly columnStatistics: ColumnStatistics[]
  readonly gaps: Gap[]
}

/**
 * Gives each partition the table's indexes, sized for its rows. Uniqueness holds within a partition, so a key is unique
 * in the whole table only if it has the column by which rows are told apart; others become ordinary indexes, and what
 * points to them is left out.
 *
 * @param statistics of the partitions
 * @param taken names that are in use, to which those of new indexes are added
 */
export function partitionKeys(
  snapshot: Snapshot,
  relation: Relation,
  column: string,
  leaves: readonly NamedLeaf[],
  statistics: readonly ColumnStatistics[],
  taken: Set<string>,
): PartitionKeys {
  const isOwn = ({ schema, table }: { schema: string; table: string }) =>
    schema === relation.schema && table === relation.name
  const keys = snapshot.constraints.filter((c) => isOwn(c) && c.index !== null && !c.columns.includes(column))
  const referring = keys.flatMap((key) => pointingTo(snapshot, key))
  const lost = new Set([...keys, ...referring])
  const kept = snapshot.constraints.filter((constraint) => !lost.has(constraint))
  const contents = contentsOfLeaves(snapshot, relation, leaves, statistics)
  const indexes: Index[] = []
  const constraints: Constraint[] = []
  const expressions: ColumnStatistics[] = []
  const gaps = [...keys.map(lostKey), ...referring.map((constraint) => lostReference(constraint, relation))]
  for (const index of snapshot.indexes) {
    if (!isOwn(index)) {
      indexes.push(index)
      continue
    }
    const unique = index.unique && index.keys.some((key) => key.column === column)
    const constraint = kept.find((other) => isOwn(other) && other.index === index.name)
    if (index.unique && !unique && !keys.some((key) => key.index === index.name)) gaps.push(lostUniqueness(index))
    const parent = { name: index.name, schema: index.schema, table: relation.name, only: true, unique }
    const definition = redefine(index.definition, parent)
    if (definition === null || !index.valid) {
      gaps.push(lostIndex(index))
      continue
    }
    if (index.predicate !== null && readsColumn(index.predicate, column)) gaps.push(unknownShare(index))
    const whole = {
      ...index,
      unique,
      primary: index.primary && unique,
      exclusion: index.exclusion && constraint !== undefined,
      constraint: constraint?.name ?? null,
    }
    indexes.push({ ...whole, definition, size: scaleSize(index.size, 0), height: null })
    for (const leaf of leaves) {
      const name = freshName(index.name, leaf.suffix, taken)
      const own = { ...parent, name, table: leaf.name, only: false }
      const scaled = scaleIndex(whole, leaf.share, contents.whole, contents.ofLeaf(leaf.name))
      const parentIndex = quoteQualified(index.schema, index.name)
      indexes.push({
        ...scaled,
        name,
        table: leaf.name,
        definition: redefine(index.definition, own) ?? '',
        parentIndex,
        comment: null,
      })
      if (constraint !== undefined) constraints.push({ ...constraint, name, table: leaf.name, index: name })
      expressions.push(...expressionStatistics(snapshot, index, name))
    }
  }
  // Partitions' keys come first: their parent's then adopts them, instead of making others.
  return { indexes, constraints: [...constraints, ...kept], columnStatistics: expressions, gaps }
}

function contentsOfLeaves(
  snapshot: Snapshot,
  relation: Relation,
  leaves: readonly NamedLeaf[],
  statistics: readonly ColumnStatistics[],
) {
  const rows = Math.max(0, relation.size.tuples)
  const types = new Map(relation.columns.map(({ name, type }) => [name, type]))
  const nothing = { rows, statistics: new Map<string, ColumnStatistics>(), types }
  const byName = new Map(
    leaves.map((leaf) => {
      const own = statistics.filter(({ table }) => table === leaf.name)
      return [leaf.name, { rows: rows * leaf.share, types, statistics: new Map(own.map((s) => [s.column, s])) }]
    }),
  )
  return {
    whole: contentsByTable(snapshot).get(keyOf(relation)) ?? nothing,
    ofLeaf: (name: string) => byName.get(name) ?? nothing,
  }
}

/** Statistics of an expression are kept under its index, and are taken to be the same in every partition. */
function expressionStatistics(snapshot: Snapshot, index: Index, name: string): ColumnStatistics[] {
  return snapshot.columnStatistics
    .filter(({ schema, table }) => schema === index.schema && table === index.name)
    .map((statistics) => ({ ...statistics, table: name }))
}

function lostKey({ schema, table, name, kind }: Constraint): Gap {
  return {
    object: `constraint ${quoteIdentifier(name)} on ${quoteQualified(schema, table)}`,
    reason: `A ${kind} constraint of a partitioned table must have the column that it is partitioned by.`,
    effect: 'It is planned as an ordinary index over the same columns, and nothing is known to be unique.',
  }
}

function lostReference({ schema, table, name }: Constraint, relation: Relation): Gap {
  return {
    object: `constraint ${quoteIdentifier(name)} on ${quoteQualified(schema, table)}`,
    reason: `It points to a key of ${keyOf(relation)} that a partitioned table can't have.`,
    effect: 'It is left out; joins along it are estimated from the columns alone.',
  }
}

function lostUniqueness(index: Index): Gap {
  return {
    object: `index ${keyOf(index)}`,
    reason: 'A unique index of a partitioned table must have the column that it is partitioned by.',
    effect: 'It is planned as an ordinary index over the same columns.',
  }
}

function readsColumn(predicate: string, column: string): boolean {
  return readColumns(predicate).some((use) => use.column === column)
}

function unknownShare(index: Index): Gap {
  return {
    object: `index ${keyOf(index)}`,
    reason: 'Its condition reads the column that the table is partitioned by.',
    effect: 'Its rows are taken to be spread evenly over the partitions, so its sizes there can be off.',
  }
}

function lostIndex(index: Index): Gap {
  const reason = index.valid ? 'Its definition could not be read.' : 'It is invalid.'
  return { object: `index ${keyOf(index)}`, reason, effect: 'The partitions do not have it.' }
}
