import { readableIdentifier } from '../../sql/index.ts'
import { writtenName } from '../facts/alterations.ts'
import { droppedObjects } from '../facts/dropped.ts'
import { answers, indexesOf, keysOf, madeIndexes } from '../facts/plain-index.ts'
import type { Rule } from '../rule.ts'

/** Of plain columns: of expressions and predicates the catalog has other texts than the statement. */
export const redundantIndex: Rule = {
  id: 'redundant-index',
  title: 'index that another one makes redundant',
  severity: 'warning',
  detect({ tree, resolve, snapshot, all }) {
    if (tree === null || !('IndexStmt' in tree)) return []
    const { relation, idxname, if_not_exists } = tree.IndexStmt
    const own = keysOf(tree.IndexStmt)
    if (own === null) return []
    const table = resolve(relation?.schemaname, relation?.relname)
    const gone = new Set(
      all.flatMap((one) =>
        'DropStmt' in one && one.DropStmt.removeType === 'OBJECT_INDEX'
          ? droppedObjects(one.DropStmt).map(({ name }) => name)
          : [],
      ),
    )
    const there = table === null ? [] : indexesOf(table, snapshot)
    const at = all.indexOf(tree)
    // Of two that are alike, the first stays.
    const made = all
      .flatMap((one, i) => (i === at ? [] : madeIndexes(one, relation).map((index) => ({ index, earlier: i < at }))))
      .filter(({ index, earlier }) => earlier || index.keys.length > own.keys.length)
      .map(({ index }) => index)
    const other = [...there, ...made].find((index) => !gone.has(index.name ?? '') && answers(index, own))
    if (other === undefined || (if_not_exists === true && other.name === idxname)) return []
    const name = other.name === null ? 'Another one' : readableIdentifier(other.name)
    return [
      {
        object: writtenName(relation),
        objectType: 'table',
        message:
          other.keys.length === own.keys.length
            ? `${name} has the same columns: every write would pay for both.`
            : `${name} begins with the same columns and answers the same questions: every write would pay for both.`,
        help: 'Leave the index away.',
      },
    ]
  },
}
