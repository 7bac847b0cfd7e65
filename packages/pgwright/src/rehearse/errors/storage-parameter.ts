import { deparse, type Node } from '../../sql/index.ts'
import { concurrentIndex } from '../safer/concurrent-index.ts'
import type { ErrorForm } from './error-form.ts'

/** `with (text_pattern_ops)`: an operator class says how one column is compared, and stands beside it. */
export const storageParameter: ErrorForm = {
  codes: ['22023'],
  explain({ tree, resolve, snapshot }) {
    if (tree === null || !('IndexStmt' in tree)) return null
    const { options = [], indexParams = [], relation } = tree.IndexStmt
    const classes = options.flatMap((node) =>
      'DefElem' in node && isClass(node.DefElem.defname) ? (node.DefElem.defname ?? '') : [],
    )
    const [operatorClass] = classes
    if (operatorClass === undefined) return null
    const rest = options.filter((node) => !('DefElem' in node && isClass(node.DefElem.defname)))
    const keys: Node[] = indexParams.map((node) =>
      'IndexElem' in node && node.IndexElem.opclass === undefined
        ? { IndexElem: { ...node.IndexElem, opclass: [{ String: { sval: operatorClass } }] } }
        : node,
    )
    const { options: _, ...bare } = tree.IndexStmt
    const index = { ...bare, indexParams: keys, ...(rest.length > 0 ? { options: rest } : {}) }
    const sql = deparse({ IndexStmt: index })
    const table = resolve(relation?.schemaname, relation?.relname)
    return {
      hint: `${operatorClass} is an operator class and no storage parameter: write it beside its column, as in (column ${operatorClass}).`,
      safer: {
        sql: table === null || index.concurrent === true ? [sql] : concurrentIndex(sql, index, table, snapshot),
        reason: 'The operator class stands beside its column. Built concurrently, it must stand outside a transaction.',
      },
    }
  },
}

function isClass(name: string | undefined): boolean {
  return name?.endsWith('_ops') === true
}
