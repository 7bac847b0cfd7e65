import type { Index, Relation, Snapshot } from '../../model/index.ts'
import { type Node, tryParse, walk } from '../../sql/index.ts'
import { keyOf, readQualified } from './names.ts'

/** A table, and all that are its partitions or inherit from it, however far down. */
export function withDescendants(snapshot: Snapshot, relation: Relation): Relation[] {
  const found = new Map([[keyOf(relation), relation]])
  // A relation comes after its parents, so one pass over them all finds every generation.
  for (const candidate of snapshot.relations) {
    if (candidate.parents.some((parent) => found.has(keyOf(parent)))) found.set(keyOf(candidate), candidate)
  }
  return [...found.values()]
}

/** Those that a relation is a partition of or inherits from, however far up. */
export function ancestorsOf(snapshot: Snapshot, relation: Relation): Relation[] {
  const wanted = new Set(relation.parents.map(keyOf))
  const found: Relation[] = []
  for (const candidate of snapshot.relations.toReversed()) {
    if (!wanted.has(keyOf(candidate))) continue
    found.push(candidate)
    for (const parent of candidate.parents) wanted.add(keyOf(parent))
  }
  return found
}

/** An index, and its partitions. */
export function withIndexPartitions({ indexes }: Snapshot, index: Index): Index[] {
  const children = new Map<string, Index[]>()
  for (const child of indexes) {
    const parent = child.parentIndex === null ? null : readQualified(child.parentIndex)
    if (parent !== null) children.set(keyOf(parent), [...(children.get(keyOf(parent)) ?? []), child])
  }
  const found = [index]
  for (const parent of found) found.push(...(children.get(keyOf(parent)) ?? []))
  return found
}

/** The columns of a partition key, `RANGE (at)`; those in expressions too. */
export function partitionColumns({ partitionKey }: Relation): string[] {
  if (partitionKey === null) return []
  const columns: string[] = []
  walk(tryParse(`create table t (c int) partition by ${partitionKey}`), (node) => {
    const element = node.PartitionElem as Extract<Node, { PartitionElem: unknown }>['PartitionElem'] | undefined
    if (element?.name !== undefined) columns.push(element.name)
    const use = node.ColumnRef as Extract<Node, { ColumnRef: unknown }>['ColumnRef'] | undefined
    const last = use?.fields?.at(-1)
    if (last !== undefined && 'String' in last) columns.push(last.String.sval ?? '')
  })
  return columns
}
