import { readableIdentifier, readableQualified } from '../../sql/index.ts'
import { addedForeignKeys } from '../facts/added-foreign-keys.ts'
import { alterations, strings } from '../facts/alterations.ts'
import { namedConstraint, notValid, validate } from '../safer/not-valid.ts'
import type { ErrorForm } from './error-form.ts'

/** A foreign key points to what is unique. */
export const foreignKeyTarget: ErrorForm = {
  codes: ['42830'],
  explain(context) {
    const [key, another] = addedForeignKeys(context)
    const { tree, snapshot } = context
    if (key === undefined || key.target === null) return null
    const { target, constraint, table, columns } = key
    const referred = strings(constraint.pk_attrs)
    const list = referred.map(readableIdentifier).join(', ')
    if (referred.length === 0)
      return { hint: `${readableIdentifier(target.name)} has no primary key: give it one, or name unique columns.` }
    const hint = `Build a unique index on (${list}) of ${readableIdentifier(target.name)} first.`
    const alone =
      tree !== null && 'AlterTableStmt' in tree && another === undefined && alterations(context).length === 1
    if (!alone || table.kind !== 'table' || target.kind !== 'table' || key.constraint.fk_attrs === undefined)
      return { hint }
    const named = namedConstraint(constraint, table, columns.join('_'), 'fkey', snapshot)
    const [alteration] = alterations(context)
    return {
      hint,
      safer: {
        sql: [
          `create unique index concurrently on ${readableQualified(target.schema, target.name)} (${list})`,
          notValid(tree.AlterTableStmt, named),
          validate(alteration?.written ?? key.name, named),
        ],
        reason:
          'The columns that it points to are unique first, which fails where values repeat. It must stand outside a transaction.',
      },
    }
  },
}
