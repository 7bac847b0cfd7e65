import { deparse, type Node, walk } from '../../sql/index.ts'
import type { StatementContext } from '../rule.ts'
import { concurrentIndex } from '../safer/concurrent-index.ts'
import type { ErrorForm, RightForm } from './error-form.ts'
import { extensionOfClass, extensionOfMethod } from './extension-of.ts'
import { withExtension } from './with-extension.ts'

/** An index method that does not know a type, or an operator class that is not there. */
export const operatorClass: ErrorForm = {
  codes: ['42704'],
  explain(context) {
    const { tree } = context
    if (tree === null) return null
    if ('IndexStmt' in tree) return ofIndex(context, tree.IndexStmt)
    const method = exclusionMethod(tree)
    const extension = method === null ? undefined : extensionOfMethod.get(method)
    if (extension === undefined) return null
    return withExtension(context, extension, `${method} has plain types such as integer only with it`, [context.sql])
  },
}

function ofIndex(
  context: StatementContext,
  index: Extract<Node, { IndexStmt: unknown }>['IndexStmt'],
): RightForm | null {
  const { accessMethod = 'btree', relation, indexParams = [] } = index
  const table = context.resolve(relation?.schemaname, relation?.relname)
  const statement = (changed: typeof index) => {
    const sql = changed === index ? context.sql : deparse({ IndexStmt: changed })
    return table === null || index.concurrent === true ? [sql] : concurrentIndex(sql, changed, table, context.snapshot)
  }
  const named = indexParams.flatMap((node) => {
    const last = 'IndexElem' in node ? node.IndexElem.opclass?.at(-1) : undefined
    return last !== undefined && 'String' in last ? (last.String.sval ?? '') : []
  })
  const [ofClass] = named.flatMap((name) => extensionOfClass.get(name) ?? [])
  if (ofClass !== undefined)
    return withExtension(context, ofClass, 'its operator class comes with it', statement(index))
  const types = new Map(table?.columns.map(({ name, type }) => [name, type]))
  const keys = indexParams.map((node) => ('IndexElem' in node ? (types.get(node.IndexElem.name ?? '') ?? '') : ''))
  if (accessMethod === 'gin' && keys.includes('json'))
    return { hint: 'gin has no operator class for json: make the column jsonb.' }
  if (accessMethod === 'gin' && keys.every((type) => type === 'text' || type.startsWith('character varying'))) {
    const trigrams: Node[] = indexParams.map((node) =>
      'IndexElem' in node
        ? { IndexElem: { ...node.IndexElem, opclass: [{ String: { sval: 'gin_trgm_ops' } }] } }
        : node,
    )
    return withExtension(
      context,
      'pg_trgm',
      'gin takes text with the operator class gin_trgm_ops',
      statement({ ...index, indexParams: trigrams }),
    )
  }
  const ofMethod = extensionOfMethod.get(accessMethod)
  if (ofMethod === undefined) return null
  return withExtension(
    context,
    ofMethod,
    `${accessMethod} has plain types such as integer only with it`,
    statement(index),
  )
}

function exclusionMethod(tree: Node): string | null {
  let method: string | null = null
  walk(tree, ({ Constraint: constraint }) => {
    const { contype, access_method } = (constraint ?? {}) as { contype?: string; access_method?: string }
    if (contype === 'CONSTR_EXCLUSION') method = access_method ?? null
  })
  return method
}
