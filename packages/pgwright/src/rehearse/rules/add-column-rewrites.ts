import { readableIdentifier } from '../../sql/index.ts'
import { alterations, constraintsOf } from '../facts/alterations.ts'
import { bySize } from '../facts/size.ts'
import type { Rule } from '../rule.ts'
import { addColumnInSteps } from '../safer/add-column.ts'

/** A default that is the same for all rows is kept in the catalog; others are written into each row. */
export const addColumnRewrites: Rule = {
  id: 'add-column-rewrites',
  title: 'column whose values are written into every row while nobody can use the table',
  severity: 'error',
  detect(context) {
    const added = alterations(context, 'AT_AddColumn')
    return added.flatMap((alteration) => {
      const { table, name, at, column } = alteration
      const rewritten =
        table.kind === 'partitioned' ? context.effects.rewrites.length > 0 : context.effects.rewrites.includes(name)
      if (!rewritten || column === null) return []
      const generated = constraintsOf(column).some(({ contype }) => contype === 'CONSTR_GENERATED')
      const safer = addColumnInSteps(context, alteration)
      return {
        object: `${name}.${readableIdentifier(column.colname ?? '')}`,
        objectType: 'column',
        message: `Nobody can read or write ${name} while all of its rows and indexes are written anew.`,
        help: generated
          ? 'Add a plain column, keep it by a trigger, and fill the old rows in batches.'
          : 'Add the column without a default, set the default for new rows, and fill the old ones in batches.',
        severity: bySize(table, context.snapshot, 'error'),
        at,
        ...(safer === null ? {} : { safer }),
      }
    })
  },
}
