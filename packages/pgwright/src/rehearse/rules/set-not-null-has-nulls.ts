import { readableIdentifier } from '../../sql/index.ts'
import { alterations } from '../facts/alterations.ts'
import { isFilled, shareOfNulls } from '../facts/nulls.ts'
import type { Rule } from '../rule.ts'

/** What `analyze` saw. The migration may fill the column before, of which nothing can be seen on an empty copy. */
export const setNotNullHasNulls: Rule = {
  id: 'set-not-null-has-nulls',
  title: 'NOT NULL on a column that has nulls',
  severity: 'error',
  detect(context) {
    return alterations(context, 'AT_SetNotNull').flatMap(({ table, name, at, command }) => {
      const column = command.name ?? ''
      const share = shareOfNulls(context, table, column)
      if (share === 0) return []
      const filled = isFilled(context, table, column)
      return {
        object: `${name}.${readableIdentifier(column)}`,
        objectType: 'column',
        message: `It fails where a row has a null, as ${percent(share)} of the rows of ${name} had when it was last analyzed.`,
        help: filled
          ? 'See that the update before leaves no null, also in rows that the application writes meanwhile.'
          : 'Fill the column in batches first, and have the application write no more nulls.',
        severity: filled ? ('info' as const) : ('error' as const),
        at,
      }
    })
  },
}

function percent(share: number): string {
  return share < 0.001 ? 'less than 0.1 %' : `${Number((share * 100).toPrecision(2))} %`
}
