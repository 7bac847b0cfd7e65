import type { Index, Snapshot } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'
import type { SpecCandidate } from '../twin/index.ts'

/** An index that another one does the work of. */
export interface Redundant {
  readonly index: Index
  readonly coveredBy: Index | SpecCandidate
}

/**
 * Existing indexes whose keys are the beginning of another's, existing or new, with the same order, operator classes,
 * collations and predicate. What a constraint, replication or `CLUSTER` rests on is never named, nor is a unique index.
 */
export function redundantIndexes(snapshot: Snapshot, created: readonly SpecCandidate[]): Redundant[] {
  const gone = new Set<Index>()
  const partitioned = partitionedTables(snapshot)
  const found: Redundant[] = []
  for (const index of [...snapshot.indexes].sort(byWorth)) {
    if (!droppable(index, partitioned)) continue
    const kept = snapshot.indexes.filter((other) => other !== index && other.valid && !gone.has(other))
    const coveredBy =
      kept.find((other) => covers(shapeOf(other), shapeOf(index))) ??
      created.find((one) => covers(shapeOfCandidate(one), shapeOf(index)))
    if (coveredBy === undefined) continue
    gone.add(index)
    found.push({ index, coveredBy })
  }
  return found
}

/** Existing indexes of its table that a new index would make redundant. */
export function coveredIndexes(candidate: SpecCandidate, snapshot: Snapshot): Index[] {
  const shape = shapeOfCandidate(candidate)
  const partitioned = partitionedTables(snapshot)
  return snapshot.indexes.filter(
    (index) => index.table === shape.table && droppable(index, partitioned) && covers(shape, shapeOf(index)),
  )
}

/**
 * Whether a new index has the keys of an existing one. Where it looks better all the same, that is because the existing
 * one is bloated: a matter of rebuilding, not of another index.
 */
export function isThere(candidate: SpecCandidate, { indexes }: Snapshot): boolean {
  const shape = shapeOfCandidate(candidate)
  const alike = indexes.filter(({ table, valid, keys }) => {
    return valid && table === shape.table && keys.length === shape.keys.length
  })
  // A scan of a B-tree can go from the end to the beginning.
  return alike.some((index) => covers(shapeOf(index), shape) || covers(shapeOf(index, index.method === 'btree'), shape))
}

/** Of two alike, the less used goes first; then the later name, so that the answer is always the same. */
function byWorth(a: Index, b: Index): number {
  return a.keys.length - b.keys.length || a.scans - b.scans || (a.name < b.name ? 1 : -1)
}

/** Quoted names of partitioned tables and of partitions. */
function partitionedTables({ relations }: Snapshot): Set<string> {
  const found = relations.filter(({ kind, partitionBound }) => kind === 'partitioned' || partitionBound !== null)
  return new Set(found.map(({ schema, name }) => quoteQualified(schema, name)))
}

/**
 * A partitioned table's index is dropped only under a lock that keeps everybody out, and a partition's alone would be one
 * that its siblings keep.
 */
function droppable(index: Index, partitioned: ReadonlySet<string>): boolean {
  if (partitioned.has(quoteQualified(index.schema, index.table))) return false
  const kept = index.unique || index.primary || index.exclusion || index.constraint !== null
  return !kept && index.valid && !index.replicaIdentity && !index.clustered && index.parentIndex === null
}

interface Shape {
  readonly schema: string
  readonly table: string
  readonly method: string
  readonly keys: readonly string[]
  readonly columns: ReadonlySet<string>
  readonly predicate: string | null
}

function covers(other: Shape, own: Shape): boolean {
  return (
    other.schema === own.schema &&
    other.table === own.table &&
    other.method === own.method &&
    (own.method === 'btree' || other.keys.length === own.keys.length) &&
    other.predicate === own.predicate &&
    own.keys.every((key, i) => other.keys[i] === key) &&
    [...own.columns].every((column) => other.columns.has(column))
  )
}

interface ShapeKey {
  readonly key: unknown
  readonly operatorClass: string | undefined
  readonly collation: string | null
  readonly descending: boolean
  readonly nullsFirst: boolean
}

/** @param backward as a scan from the end to the beginning meets its keys */
function shapeOf(index: Index, backward = false): Shape {
  const { schema, table, method, predicate } = index
  const keys = index.keys.map((key) => ({ ...key, key: key.column ?? { expression: key.definition } }))
  const columns = new Set([...index.keys.flatMap(({ column }) => column ?? []), ...index.include])
  return { schema, table, method, keys: keys.map((key) => written(key, backward)), columns, predicate }
}

function written({ key, operatorClass, collation, descending, nullsFirst }: ShapeKey, backward = false): string {
  return JSON.stringify([key, operatorClass, collation, descending !== backward, nullsFirst !== backward])
}

/** A new index has its columns' collations. */
function shapeOfCandidate({ spec, index, operatorClasses }: SpecCandidate): Shape {
  const keys = spec.keys.map(({ column, reads, descending, nullsFirst }, i) => {
    // As the catalog writes it: an existing index's comes from there.
    const key = reads === undefined ? column : { expression: index.columns[i]?.definition }
    const nulls = nullsFirst ?? descending
    return written({ key, operatorClass: operatorClasses[i], collation: null, descending, nullsFirst: nulls })
  })
  const columns = new Set([
    ...spec.keys.flatMap(({ column, reads }) => (reads === undefined ? column : [])),
    ...spec.include,
  ])
  const { on, method = 'btree' } = spec
  return { schema: on.schema, table: on.name, method, keys, columns, predicate: index.predicate }
}
