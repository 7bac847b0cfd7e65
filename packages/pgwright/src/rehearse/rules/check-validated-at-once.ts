import { type Alteration, alterations, type Constraint, constraintsOf } from '../facts/alterations.ts'
import { bySize } from '../facts/size.ts'
import type { Instead, Rule, StatementContext } from '../rule.ts'
import { addColumnInSteps } from '../safer/add-column.ts'
import { namedConstraint, notValid, validate } from '../safer/not-valid.ts'

/** https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT */
export const checkValidatedAtOnce: Rule = {
  id: 'check-validated-at-once',
  title: 'CHECK that reads the table while nobody can use it',
  severity: 'error',
  detect(context) {
    return alterations(context).flatMap((alteration) => {
      const { table, name, at } = alteration
      const checks = checksOf(alteration)
      const read =
        table.kind === 'partitioned' ? context.effects.scans.length > 0 : context.effects.scans.includes(name)
      if (checks.length === 0 || !read) return []
      return {
        object: name,
        objectType: 'table',
        message: `Nobody can read or write ${name} while all of its rows are checked.`,
        help: 'Add it NOT VALID, and validate it afterwards in a transaction of its own.',
        severity: bySize(table, context.snapshot, 'error'),
        at,
        ...saferOf(context, alteration),
      }
    })
  },
}

function checksOf({ command, constraint, column }: Alteration): Constraint[] {
  const all = command.subtype === 'AT_AddConstraint' && constraint !== null ? [constraint] : []
  const own = command.subtype === 'AT_AddColumn' && column !== null ? constraintsOf(column) : []
  return [...all, ...own].filter(
    ({ contype, skip_validation }) => contype === 'CONSTR_CHECK' && skip_validation !== true,
  )
}

/** A column's own checks become the table's. */
function saferOf(context: StatementContext, alteration: Alteration): { readonly safer?: Instead } {
  const { tree, snapshot } = context
  const { table, written, constraint } = alteration
  if (constraint === null) {
    const safer = addColumnInSteps(context, alteration)
    return safer === null ? {} : { safer }
  }
  if (tree === null || !('AlterTableStmt' in tree)) return {}
  const named = namedConstraint(constraint, table, '', 'check', snapshot)
  return {
    safer: {
      sql: [notValid(tree.AlterTableStmt, named), validate(written, named)],
      reason: 'Rows are checked while others use the table. The validation must be a transaction of its own.',
    },
  }
}
