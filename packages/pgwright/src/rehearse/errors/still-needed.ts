import { readableIdentifier, readableQualified } from '../../sql/index.ts'
import { droppedObjects, findIndex } from '../facts/dropped.ts'
import type { ErrorForm } from './error-form.ts'

export const stillNeeded: ErrorForm = {
  codes: ['2BP01'],
  explain(context) {
    const { tree } = context
    if (tree !== null && 'DropStmt' in tree && tree.DropStmt.removeType === 'OBJECT_INDEX') {
      const [dropped, another] = droppedObjects(tree.DropStmt)
      const index = dropped === undefined ? null : findIndex(context, dropped.schema, dropped.name)
      const own = context.snapshot.constraints.find(
        ({ schema, table, index: by }) =>
          index !== null && schema === index.schema && table === index.table && by === index.name,
      )
      if (index !== null && own !== undefined && own.kind !== 'foreign') {
        const sql = `alter table ${readableQualified(index.schema, index.table)} drop constraint ${readableIdentifier(own.name)}`
        const hint = `The constraint ${readableIdentifier(own.name)} rests on the index: drop the constraint, and the index goes along.`
        return another === undefined
          ? { hint, safer: { sql: [sql], reason: 'The index goes along with its constraint.' } }
          : { hint }
      }
      return { hint: 'A foreign key of another table rests on the index: keep it, or drop the foreign key first.' }
    }
    return { hint: 'Drop what depends on it first, each in a statement of its own; CASCADE would drop it in silence.' }
  },
}
