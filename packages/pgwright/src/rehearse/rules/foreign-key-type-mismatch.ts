import { readableIdentifier } from '../../sql/index.ts'
import { addedForeignKeys } from '../facts/added-foreign-keys.ts'
import { nameOf, strings } from '../facts/alterations.ts'
import type { Rule } from '../rule.ts'

export const foreignKeyTypeMismatch: Rule = {
  id: 'foreign-key-type-mismatch',
  title: 'foreign key between columns of different types',
  severity: 'warning',
  detect({ snapshot, ...context }) {
    return addedForeignKeys({ snapshot, ...context }).flatMap(({ table, name, at, columns, constraint, target }) => {
      if (target === null) return []
      const given = strings(constraint.pk_attrs)
      const key = snapshot.constraints.find(
        (one) => one.schema === target.schema && one.table === target.name && one.kind === 'primary',
      )
      const targets = given.length > 0 ? given : (key?.columns ?? [])
      return columns.flatMap((column, i) => {
        const type = table.columns.find((one) => one.name === column)?.type
        const targetColumn = target.columns.find((one) => one.name === targets[i])
        if (type === undefined || targetColumn === undefined || type === targetColumn.type) return []
        return {
          object: `${name}.${readableIdentifier(column)}`,
          objectType: 'column',
          message: `It is ${type}, and ${nameOf(target)}.${readableIdentifier(targetColumn.name)} is ${targetColumn.type}: values that fit there may not fit here, and each comparison casts.`,
          help: `Make it ${targetColumn.type} too.`,
          at,
        }
      })
    })
  },
}
