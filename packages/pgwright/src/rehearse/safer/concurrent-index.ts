import type { Relation, Snapshot } from '../../model/index.ts'
import { deparse, type Node, readableQualified } from '../../sql/index.ts'
import { partitionsOf } from '../facts/size.ts'
import { freeName } from './free-name.ts'

type IndexStmt = Extract<Node, { IndexStmt: unknown }>['IndexStmt']

/** The same index, built while others write. A partitioned table's is built leaf by leaf. */
export function concurrentIndex(sql: string, index: IndexStmt, table: Relation, snapshot: Snapshot): string[] {
  if (table.kind !== 'partitioned')
    return [sql.trim().replace(/^create(\s+unique)?\s+index/i, (head) => `${head} concurrently`)]
  const name = index.idxname ?? freeName(snapshot, table.name, columnsOf(index), 'idx')
  return onPartitioned({ ...index, idxname: name }, table, snapshot)
}

/** `ON ONLY` makes an index that is not valid until each partition's own is attached to it. */
function onPartitioned(index: IndexStmt, table: Relation, snapshot: Snapshot): string[] {
  const parent = readableQualified(table.schema, index.idxname ?? '')
  // Without `inh` the parser means ONLY.
  const only = { schemaname: table.schema, relname: table.name, relpersistence: 'p' }
  return [
    deparse({ IndexStmt: { ...index, relation: only } }),
    ...partitionsOf(table, snapshot).flatMap((partition) => {
      const name = freeName(snapshot, partition.name, columnsOf(index), 'idx')
      const named = { ...index, idxname: name }
      const made =
        partition.kind === 'partitioned'
          ? onPartitioned(named, partition, snapshot)
          : [deparse({ IndexStmt: { ...onRelation(named, partition), concurrent: true } })]
      return [...made, `alter index ${parent} attach partition ${readableQualified(partition.schema, name)}`]
    }),
  ]
}

function onRelation(index: IndexStmt, { schema, name }: Relation): IndexStmt {
  return { ...index, relation: { schemaname: schema, relname: name, inh: true, relpersistence: 'p' } }
}

function columnsOf({ indexParams = [] }: IndexStmt): string {
  return indexParams.map((key) => ('IndexElem' in key ? (key.IndexElem.name ?? 'expr') : 'expr')).join('_')
}

/** Whether the partitions can take the index so: `concurrently` is refused on the parent alone. */
export function canBuildByLeaf(table: Relation, snapshot: Snapshot): boolean {
  const below = partitionsOf(table, snapshot)
  return below.every((one) => one.kind === 'table' || (one.kind === 'partitioned' && canBuildByLeaf(one, snapshot)))
}
