import { type Alteration, alterations, type Constraint, constraintsOf, nameOf, strings } from '../facts/alterations.ts'
import { isSmall } from '../facts/size.ts'
import type { Instead, Rule, StatementContext } from '../rule.ts'
import { addColumnInSteps } from '../safer/add-column.ts'
import { namedConstraint, notValid, validate } from '../safer/not-valid.ts'

/** https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES */
export const foreignKeyValidatedAtOnce: Rule = {
  id: 'foreign-key-validated-at-once',
  title: 'foreign key that checks all rows while nobody can write',
  severity: 'error',
  detect(context) {
    return alterations(context).flatMap((alteration) => {
      const { table, name, at } = alteration
      return foreignKeys(alteration).flatMap((key) => {
        const target = context.resolve(key.pktable?.schemaname, key.pktable?.relname)
        const both = target === null || target === table ? name : `${name} or ${nameOf(target)}`
        const tables = target === null ? [table] : [table, target]
        return {
          object: name,
          objectType: 'table',
          message: `Nobody can write to ${both} while each row is looked up.`,
          help: 'Add it NOT VALID, and validate it afterwards in a transaction of its own.',
          severity: tables.every((one) => isSmall(one, context.snapshot)) ? ('info' as const) : ('error' as const),
          at,
          ...saferOf(context, alteration, key),
        }
      })
    })
  },
}

function foreignKeys({ command, constraint, column }: Alteration): Constraint[] {
  const all = command.subtype === 'AT_AddConstraint' && constraint !== null ? [constraint] : []
  const own = command.subtype === 'AT_AddColumn' && column !== null ? constraintsOf(column) : []
  return [...all, ...own].filter(
    ({ contype, skip_validation }) => contype === 'CONSTR_FOREIGN' && skip_validation !== true,
  )
}

/** Before PostgreSQL 18 a partitioned table takes none that is not valid. */
function saferOf(context: StatementContext, alteration: Alteration, key: Constraint): { readonly safer?: Instead } {
  const { tree, snapshot } = context
  const { table, written, column } = alteration
  if (column !== null) {
    const safer = addColumnInSteps(context, alteration)
    return safer === null ? {} : { safer }
  }
  if (tree === null || !('AlterTableStmt' in tree)) return {}
  if (table.kind === 'partitioned' && snapshot.server.major < 18) return {}
  const named = namedConstraint(key, table, strings(key.fk_attrs).join('_'), 'fkey', snapshot)
  return {
    safer: {
      sql: [notValid(tree.AlterTableStmt, named), validate(written, named)],
      reason: 'Rows are looked up while others write. The validation must be a transaction of its own.',
    },
  }
}
