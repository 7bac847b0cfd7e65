import { readableQualified } from '../../sql/index.ts'
import { findIndex } from '../facts/dropped.ts'
import type { ErrorForm } from './error-form.ts'

export const nameTaken: ErrorForm = {
  codes: ['42P07', '42710', '42701', '42P06', '42723'],
  explain(context) {
    const { tree, resolve } = context
    if (tree !== null && 'IndexStmt' in tree) {
      const { relation, idxname = '' } = tree.IndexStmt
      const table = resolve(relation?.schemaname, relation?.relname)
      const index = table === null ? null : findIndex(context, table.schema, idxname)
      if (index !== null) {
        const name = readableQualified(index.schema, index.name)
        return index.valid
          ? {
              hint: `${name} is there already, on ${readableQualified(index.schema, index.table)}: leave the statement away, or choose another name.`,
            }
          : { hint: `${name} is there already and not valid, left by a build that failed: drop it concurrently first.` }
      }
    }
    return { hint: 'The name is taken: choose another one, or see whether the migration was run here already.' }
  },
}
