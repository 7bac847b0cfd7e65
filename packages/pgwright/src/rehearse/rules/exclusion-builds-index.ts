import { alterations } from '../facts/alterations.ts'
import { bySize } from '../facts/size.ts'
import type { Rule } from '../rule.ts'

/** PostgreSQL adds an exclusion constraint neither NOT VALID nor USING INDEX. */
export const exclusionBuildsIndex: Rule = {
  id: 'exclusion-builds-index',
  title: 'exclusion constraint whose index is built while nobody can use the table',
  severity: 'error',
  detect(context) {
    return alterations(context, 'AT_AddConstraint').flatMap(({ table, name, at, constraint }) =>
      constraint?.contype !== 'CONSTR_EXCLUSION'
        ? []
        : {
            object: name,
            objectType: 'table',
            message: `Nobody can read or write ${name} until the index of the constraint is built.`,
            help: 'Build the constraint on a new table that takes the old one’s place, or in a maintenance window.',
            severity: bySize(table, context.snapshot, 'error'),
            at,
          },
    )
  },
}
