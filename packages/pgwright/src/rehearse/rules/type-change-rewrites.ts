import { deparse, readableIdentifier, shellWord } from '../../sql/index.ts'
import { type Alteration, alterations } from '../facts/alterations.ts'
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
    return alterations(context, 'AT_AlterColumnType').flatMap((alteration) => {
      const { table, name, at, command } = alteration
      const within = (names: readonly string[]) =>
        table.kind === 'partitioned' ? names.length > 0 : names.includes(name)
      if (!within(rewrites) && !within(scans)) return []
      const column = readableIdentifier(command.name ?? '')
      const work = within(rewrites) ? 'all of its rows and indexes are written anew' : 'all of it is read'
      return {
        object: `${name}.${column}`,
        objectType: 'column',
        message: `Nobody can read or write ${name} while ${work}.`,
        help: `${commandFor(alteration)}dd a column of the new type beside ${column}, keep it by a trigger, fill it in batches, and let the application change over.`,
        severity: bySize(table, context.snapshot, 'error'),
        at,
      }
    })
  },
}

/** The command that does it, where there is one for such a table. */
function commandFor({ table, name, command, column }: Alteration): string {
  const type = column?.typeName
  if (table.kind !== 'table' || table.parents.length > 0 || type === undefined) return 'A'
  const using = column?.raw_default
  const words = [
    '--table',
    name,
    '--column',
    readableIdentifier(command.name ?? ''),
    '--to',
    deparse({ TypeName: type }),
  ]
  const all = using === undefined ? words : [...words, '--using', deparse(using)]
  return `Have it planned by: pgwright change-type <url> ${all.map(shellWord).join(' ')} --out plan.json; or a`
}
