import { type Alteration, alterations, type Constraint, constraintsOf } from '../facts/alterations.ts'
import { bySize } from '../facts/size.ts'
import type { Instead, Rule, StatementContext } from '../rule.ts'
import { addColumnInSteps } from '../safer/add-column.ts'
import { uniqueByIndex } from '../safer/unique-by-index.ts'

const kinds = new Set(['CONSTR_UNIQUE', 'CONSTR_PRIMARY'])

/** With USING INDEX the lock is as strong, and held for an instant. */
export const uniqueConstraintBuildsIndex: Rule = {
  id: 'unique-constraint-builds-index',
  title: 'unique constraint whose index is built while nobody can use the table',
  severity: 'error',
  detect(context) {
    return alterations(context).flatMap((alteration) => {
      const { table, name, at } = alteration
      return uniques(alteration).map((constraint) => {
        const safer = saferOf(context, alteration, constraint)
        return {
          object: name,
          objectType: 'table',
          message: `Nobody can read or write ${name} until the index of the constraint is built.`,
          help: 'Build a unique index concurrently, and add the constraint USING INDEX.',
          severity: bySize(table, context.snapshot, 'error'),
          at,
          ...(safer === null ? {} : { safer }),
        }
      })
    })
  },
}

function uniques({ command, constraint, column }: Alteration): Constraint[] {
  const all = command.subtype === 'AT_AddConstraint' && constraint !== null ? [constraint] : []
  const own = command.subtype === 'AT_AddColumn' && column !== null ? constraintsOf(column) : []
  return [...all, ...own].filter(({ contype = '', indexname }) => kinds.has(contype) && indexname === undefined)
}

function saferOf(context: StatementContext, alteration: Alteration, constraint: Constraint): Instead | null {
  const { table, written, column } = alteration
  if (column !== null) return constraint.contype === 'CONSTR_UNIQUE' ? addColumnInSteps(context, alteration) : null
  const sql = uniqueByIndex(written, table, constraint, context.snapshot)
  if (sql === null) return null
  const reason = 'The index is built while others write. It must stand outside a transaction.'
  return { sql, reason }
}
