import type { Relation, Snapshot } from '../../model/index.ts'
import type { Node } from '../../sql/index.ts'
import { constraintsOf, strings } from './alterations.ts'

type IndexStmt = Extract<Node, { IndexStmt: unknown }>['IndexStmt']

export interface PlainKey {
  readonly column: string
  readonly descending: boolean
  readonly nullsFirst: boolean
}

/** A B-tree over columns alone, all rows in it, each column in its own order. */
export interface PlainIndex {
  /** Null where PostgreSQL chooses one. */
  readonly name: string | null
  readonly unique: boolean
  readonly keys: readonly PlainKey[]
}

/** Of a statement; null where the index is another than such a plain one. */
export function keysOf(index: IndexStmt): PlainIndex | null {
  const { indexParams = [], whereClause, accessMethod, indexIncludingParams = [], unique = false, idxname } = index
  if (whereClause !== undefined || accessMethod !== 'btree' || indexIncludingParams.length > 0) return null
  const keys = indexParams.flatMap((node) => {
    if (!('IndexElem' in node) || node.IndexElem.name === undefined) return []
    if (node.IndexElem.opclass !== undefined || node.IndexElem.collation !== undefined) return []
    const { name: column, ordering, nulls_ordering } = node.IndexElem
    const descending = ordering === 'SORTBY_DESC'
    const nullsFirst = nulls_ordering === 'SORTBY_NULLS_DEFAULT' ? descending : nulls_ordering === 'SORTBY_NULLS_FIRST'
    return { column, descending, nullsFirst }
  })
  return keys.length === indexParams.length ? { name: idxname ?? null, unique, keys } : null
}

/** Those of a table of the source. */
export function indexesOf(table: Relation, { indexes }: Snapshot): PlainIndex[] {
  return indexes.flatMap((index) => {
    if (index.schema !== table.schema || index.table !== table.name) return []
    if (!index.valid || index.method !== 'btree' || index.predicate !== null) return []
    const keys = index.keys.flatMap(({ column, collation, operatorClass, descending, nullsFirst }) =>
      column === null || collation !== null || operatorClass.includes('pattern')
        ? []
        : { column, descending, nullsFirst },
    )
    return keys.length < index.keys.length ? [] : { name: index.name, unique: index.unique, keys }
  })
}

interface Named {
  readonly schemaname?: string
  readonly relname?: string
}

/** Those that a statement makes on a table, by itself or by a constraint. */
export function madeIndexes(tree: Node, table: Named | undefined): PlainIndex[] {
  const isTable = (named: Named | undefined) =>
    named?.relname === table?.relname && named?.schemaname === table?.schemaname
  if ('IndexStmt' in tree) return isTable(tree.IndexStmt.relation) ? [keysOf(tree.IndexStmt) ?? []].flat() : []
  if ('AlterTableStmt' in tree && isTable(tree.AlterTableStmt.relation))
    return (tree.AlterTableStmt.cmds ?? []).flatMap((node) => {
      const def = 'AlterTableCmd' in node ? node.AlterTableCmd.def : undefined
      return def === undefined ? [] : ofConstraint(def)
    })
  if ('CreateStmt' in tree && isTable(tree.CreateStmt.relation))
    return (tree.CreateStmt.tableElts ?? []).flatMap(ofConstraint)
  return []
}

/** Of a constraint, or of a column with one. */
function ofConstraint(node: Node): PlainIndex[] {
  const all =
    'Constraint' in node
      ? [{ constraint: node.Constraint, columns: strings(node.Constraint.keys) }]
      : 'ColumnDef' in node
        ? constraintsOf(node.ColumnDef).map((constraint) => ({ constraint, columns: [node.ColumnDef.colname ?? ''] }))
        : []
  return all
    .filter(
      ({ constraint: { contype, indexname } }) =>
        indexname === undefined && (contype === 'CONSTR_PRIMARY' || contype === 'CONSTR_UNIQUE'),
    )
    .map(({ constraint, columns }) => ({
      name: constraint.conname ?? null,
      unique: true,
      keys: columns.map((column) => ({ column, descending: false, nullsFirst: false })),
    }))
}

/**
 * Whether one index does all that another would: it begins with the same columns in the same order, or in the opposite
 * one, which a scan goes through backwards. A unique one is replaced only by one that is unique over the same columns.
 */
export function answers({ keys: other, unique }: PlainIndex, { keys, unique: wantsUnique }: PlainIndex): boolean {
  if (other.length < keys.length || (wantsUnique && !(unique && other.length === keys.length))) return false
  const turned = other[0]?.descending !== keys[0]?.descending
  return keys.every((key, i) => {
    const theirs = other[i]
    return (
      theirs?.column === key.column &&
      (theirs.descending !== key.descending) === turned &&
      (theirs.nullsFirst !== key.nullsFirst) === turned
    )
  })
}
