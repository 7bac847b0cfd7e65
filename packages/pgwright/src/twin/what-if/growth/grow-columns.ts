import type { ColumnStatistics, Relation, Snapshot } from '../../../model/index.ts'
import { keyOf } from '../names.ts'
import { ancestorsOf, partitionColumns } from '../relatives.ts'
import { type Reference, referencesOf } from './foreign-keys.ts'
import { growColumn } from './grow-column.ts'
import { growingEnd } from './growing-column.ts'
import type { Stretch } from './stretch.ts'

/** One table that grows, among those that have grown already. */
export interface Growth {
  readonly relation: Relation
  readonly factor: number
  /** By how much each table has grown before and after, by quoted, qualified name. */
  readonly before: ReadonlyMap<string, number>
  readonly after: ReadonlyMap<string, number>
}

/**
 * The statistics of the columns that grow: those of the tables given, and those of foreign keys to them.
 *
 * @param relations as they are afterwards
 * @param members the tables that grow, by quoted, qualified name
 * @returns also the columns whose type has no room for so many values
 */
export function growColumns(
  snapshot: Snapshot,
  relations: readonly Relation[],
  members: ReadonlySet<string>,
  change: Growth,
): { columnStatistics: ColumnStatistics[]; outOfRoom: string[] } {
  const before = new Map(snapshot.relations.map((r) => [keyOf(r), r]))
  const after = new Map(relations.map((r) => [keyOf(r), r]))
  const references = referencesOf(snapshot)
  const followed = references.filter((reference) => touches(reference, members))
  const outOfRoom: string[] = []
  const columnStatistics = snapshot.columnStatistics.map((statistics) => {
    const key = keyOf({ schema: statistics.schema, name: statistics.table })
    const [old, now] = [before.get(key), after.get(key)]
    const column = old?.columns.find(({ name }) => name === statistics.column)
    if (old === undefined || now === undefined || column === undefined) return statistics
    const family = new Set([key, ...ancestorsOf(snapshot, old).map(keyOf)])
    const reference = referenceOf(references, family, statistics.column)
    if (!members.has(key) && (reference === undefined || !followed.includes(reference))) return statistics
    const following = reference === undefined ? null : follow(reference, snapshot, change)
    const own = members.has(key) && reference === undefined && !isPartitionKey(snapshot, old, statistics.column)
    const end = own ? growingEnd(column, statistics, snapshot.takenAt) : null
    const result = growColumn(statistics, {
      type: column.type,
      rows: now.size.tuples,
      rowsBefore: old.size.tuples,
      distinctFactor: following?.distinctFactor ?? 1,
      mostDistinct:
        reference === undefined ? Number.POSITIVE_INFINITY : mostValues(after.get(keyOf(reference.references))),
      stretch: following === null ? (end === null ? null : { factor: change.factor, end }) : following.stretch,
    })
    if (result.outOfRoom) outOfRoom.push(`${key}.${statistics.column}`)
    return result.grown
  })
  return { columnStatistics, outOfRoom }
}

function touches({ table, references }: Reference, members: ReadonlySet<string>): boolean {
  return members.has(keyOf(table)) || members.has(keyOf(references))
}

/** A partition's foreign keys are its parent's. */
function referenceOf(references: readonly Reference[], family: ReadonlySet<string>, column: string) {
  return references.find((reference) => reference.column === column && family.has(keyOf(reference.table)))
}

function mostValues(referenced: Relation | undefined): number {
  return referenced === undefined || referenced.size.tuples <= 0 ? Number.POSITIVE_INFINITY : referenced.size.tuples
}

/** What a foreign key takes over of how the column that it points to has grown. */
function follow(reference: Reference, snapshot: Snapshot, { before, after }: Growth) {
  const common = (growth: ReadonlyMap<string, number>) =>
    commonGrowth(growth.get(keyOf(reference.table)) ?? 1, growth.get(keyOf(reference.references)) ?? 1)
  const factor = common(after) / common(before)
  const target = snapshot.relations.find((relation) => keyOf(relation) === keyOf(reference.references))
  const column = target?.columns.find(({ name }) => name === reference.referencedColumn)
  const statistics = snapshot.columnStatistics.find(
    (s) => s.schema === target?.schema && s.table === target.name && s.column === reference.referencedColumn,
  )
  if (column === undefined || statistics === undefined) return { distinctFactor: factor, stretch: null }
  const end = growingEnd(column, statistics, snapshot.takenAt)
  const stretch: Stretch | null = end === null || factor === 1 ? null : { factor, end }
  return { distinctFactor: statistics.distinct < 0 ? factor : 1, stretch }
}

/** Of two tables that grow (or shrink) together, what they have in common; nothing where one does and one does not. */
function commonGrowth(one: number, other: number): number {
  if (one > 1 && other > 1) return Math.min(one, other)
  return one < 1 && other < 1 ? Math.max(one, other) : 1
}

/** Partitions keep their bounds, so what they are cut by stays within them. */
function isPartitionKey(snapshot: Snapshot, relation: Relation, column: string): boolean {
  return [relation, ...ancestorsOf(snapshot, relation)].some((r) => partitionColumns(r).includes(column))
}
