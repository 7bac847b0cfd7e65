import { readableIdentifier } from '../../sql/index.ts'
import { alterations } from '../facts/alterations.ts'
import { bySize } from '../facts/size.ts'
import type { Rule } from '../rule.ts'

/**
 * Whether a change writes rows anew depends on both types, on settings such as the time zone, and on indexes, so that
 * what happened is looked at. https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
 */
export const typeChangeRewrites: Rule = {
  id: 'type-change-rewrites',
  title: 'type change that reads or writes the whole table while nobody can use it',
  severity: 'error',
  detect(context) {
    const { rewrites, scans } = context.effects
    return alterations(context, 'AT_AlterColumnType').flatMap(({ table, name, at, command }) => {
      const within = (names: readonly string[]) =>
        table.kind === 'partitioned' ? names.length > 0 : names.includes(name)
      if (!within(rewrites) && !within(scans)) return []
      const column = readableIdentifier(command.name ?? '')
      const work = within(rewrites) ? 'all of its rows and indexes are written anew' : 'all of it is read'
      return {
        object: `${name}.${column}`,
        objectType: 'column',
        message: `Nobody can read or write ${name} while ${work}.`,
        help: `Add a column of the new type beside ${column}, keep it by a trigger, fill it in batches, and let the application change over.`,
        severity: bySize(table, context.snapshot, 'error'),
        at,
      }
    })
  },
}
