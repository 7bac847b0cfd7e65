import { readableIdentifier } from '../../sql/index.ts'
import { alterations } from '../facts/alterations.ts'
import { isFilled, shareOfNulls } from '../facts/nulls.ts'
import { bySize } from '../facts/size.ts'
import type { Rule } from '../rule.ts'
import { notNullByCheck } from '../safer/not-null-by-check.ts'

/** Since PostgreSQL 12 a valid check that says the same spares the scan. https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL */
export const setNotNullScans: Rule = {
  id: 'set-not-null-scans',
  title: 'NOT NULL that reads the table while nobody can use it',
  severity: 'error',
  detect(context) {
    return alterations(context, 'AT_SetNotNull').flatMap(({ table, name, written, at, command }) => {
      const column = command.name ?? ''
      const read =
        table.kind === 'partitioned' ? context.effects.scans.length > 0 : context.effects.scans.includes(name)
      if (!read) return []
      return {
        object: `${name}.${readableIdentifier(column)}`,
        objectType: 'column',
        message: `Nobody can read or write ${name} while all of it is read for nulls.`,
        help: 'Have a CHECK validated first, which lets others read and write; NOT NULL then reads nothing.',
        severity: bySize(table, context.snapshot, 'error'),
        at,
        // Where there are nulls, no way leads to it.
        ...(shareOfNulls(context, table, column) > 0 && !isFilled(context, table, column)
          ? {}
          : {
              safer: {
                sql: notNullByCheck(written, table, [column], context.snapshot),
                reason: 'The table is read while others use it. Each statement must be a transaction of its own.',
              },
            }),
      }
    })
  },
}
