import type { Index } from '../../model/index.ts'
import { type Node, readableQualified } from '../../sql/index.ts'
import { nameOf } from '../facts/alterations.ts'
import type { Rule } from '../rule.ts'

type IndexStmt = Extract<Node, { IndexStmt: unknown }>['IndexStmt']

/** Of plain columns: of expressions and predicates the catalog has other texts than the statement. */
export const redundantIndex: Rule = {
  id: 'redundant-index',
  title: 'index that another one makes redundant',
  severity: 'warning',
  detect({ tree, resolve, snapshot }) {
    if (tree === null || !('IndexStmt' in tree)) return []
    const { relation, idxname, if_not_exists } = tree.IndexStmt
    const table = resolve(relation?.schemaname, relation?.relname)
    const keys = plainKeys(tree.IndexStmt)
    if (table === null || keys === null) return []
    const own = snapshot.indexes.filter(
      (index) => index.schema === table.schema && index.table === table.name && index.valid && index.method === 'btree',
    )
    const wider = own.find((index) => covers(index, keys, tree.IndexStmt.unique === true))
    if (wider === undefined || (if_not_exists === true && wider.name === idxname)) return []
    const other = readableQualified(wider.schema, wider.name)
    const same = wider.keys.length === keys.length
    return [
      {
        object: nameOf(table),
        objectType: 'table',
        message: same
          ? `${other} has the same columns: every write would pay for both.`
          : `${other} begins with the same columns and answers the same questions: every write would pay for both.`,
        help: 'Leave the index away.',
      },
    ]
  },
}

interface PlainKey {
  readonly column: string
  readonly descending: boolean
  readonly nullsFirst: boolean
}

function plainKeys({
  indexParams = [],
  whereClause,
  accessMethod,
  indexIncludingParams = [],
}: IndexStmt): PlainKey[] | null {
  if (whereClause !== undefined || accessMethod !== 'btree' || indexIncludingParams.length > 0) return null
  const keys = indexParams.flatMap((node) => {
    if (!('IndexElem' in node) || node.IndexElem.name === undefined) return []
    if (node.IndexElem.opclass !== undefined || node.IndexElem.collation !== undefined) return []
    const { name: column, ordering, nulls_ordering } = node.IndexElem
    const descending = ordering === 'SORTBY_DESC'
    const nullsFirst = nulls_ordering === 'SORTBY_NULLS_DEFAULT' ? descending : nulls_ordering === 'SORTBY_NULLS_FIRST'
    return { column, descending, nullsFirst }
  })
  return keys.length === indexParams.length ? keys : null
}

/** A unique index is made redundant by one that is unique over the same columns alone. */
function covers({ keys: other, predicate, unique }: Index, keys: readonly PlainKey[], wantsUnique: boolean): boolean {
  if (predicate !== null || other.length < keys.length) return false
  if (wantsUnique && !(unique && other.length === keys.length)) return false
  // A scan goes backwards as well, where all keys are turned around.
  const turned = other[0]?.descending !== keys[0]?.descending
  return keys.every((key, i) => {
    const theirs = other[i]
    return (
      theirs?.column === key.column &&
      !theirs.operatorClass.includes('pattern') &&
      theirs.collation === null &&
      (theirs.descending !== key.descending) === turned &&
      (theirs.nullsFirst !== key.nullsFirst) === turned
    )
  })
}
