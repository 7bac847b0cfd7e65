import type { Relation, Severity, Snapshot } from '../../model/index.ts'

/** 1 MiB of pages: read, sorted or written anew before anybody notices. */
const fewBlocks = 128

/** The tables that hold a relation's rows: itself, or its partitions down to the last. */
function leavesOf(relation: Relation, snapshot: Snapshot): Relation[] {
  if (relation.kind !== 'partitioned') return [relation]
  return partitionsOf(relation, snapshot).flatMap((partition) => leavesOf(partition, snapshot))
}

export function partitionsOf({ schema, name }: Relation, { relations }: Snapshot): Relation[] {
  return relations.filter(
    ({ parents, partitionBound }) =>
      partitionBound !== null && parents.some((parent) => parent.schema === schema && parent.name === name),
  )
}

/** Rows as `analyze` last plural them; of a table that it never saw, 0 only where the file is empty. */
export function rowsOf(relation: Relation, snapshot: Snapshot): number {
  return leavesOf(relation, snapshot)
    .map(({ size }) => (size.blocks === 0 ? 0 : Math.max(1, size.tuples)))
    .reduce((sum, rows) => sum + rows, 0)
}

/** Whether work on all of its rows takes no time worth a word. */
export function isSmall(relation: Relation, snapshot: Snapshot): boolean {
  return leavesOf(relation, snapshot).reduce((sum, { size }) => sum + size.blocks, 0) <= fewBlocks
}

/** Of what is bad for the time that it takes: on a small table it is worth a word at most. */
export function bySize(relation: Relation, snapshot: Snapshot, severity: Severity): Severity {
  return isSmall(relation, snapshot) ? 'info' : severity
}
