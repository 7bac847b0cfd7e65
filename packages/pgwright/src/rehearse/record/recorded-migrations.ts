import { fillParameters, quoteLiteral, StatementCutter, tryParse } from '../../sql/index.ts'
import { isBookkeeping } from '../books/bookkeeping.ts'
import type { Migration, MigrationStatement } from '../migration.ts'
import { unwrapped } from '../read/unwrapped.ts'
import type { Draft } from './draft.ts'
import type { MigrationFiles } from './migration-files.ts'
import type { SentSql, SentUnit } from './session-record.ts'

/**
 * What a tool sent as migrations, one for each of its transactions, without what it does for itself.
 *
 * @param name of what ran them, for statements that are in no file
 */
export function recordedMigrations(name: string, units: readonly SentUnit[], files: MigrationFiles): Migration[] {
  const drafts = units.map(({ sent }) => sent.flatMap(statementsOf))
  files.attribute(drafts.flat())
  return drafts.flatMap((all) => {
    const own = all.filter(({ bookkeeping }) => !bookkeeping)
    if (own.every(({ control }) => control)) return []
    // What was left out made a transaction of a single statement beside it.
    const alone = all.length > 1 && own.length === 1
    const statements = own.map((draft): MigrationStatement => ({ ...draft.statement, ...files.placeOf(draft) }))
    return [unwrapped({ file: name, statements, transaction: alone ? 'whole' : 'message' })]
  })
}

function statementsOf({ sql, values }: SentSql): Draft[] {
  const cutter = new StatementCutter(sql)
  const drafts: Draft[] = []
  while (cutter.next()) {
    const { from, start, end } = cutter
    drafts.push(draftOf(sql.slice(start, end).trim(), sql.slice(from, start).trim(), values))
  }
  return drafts
}

function draftOf(sql: string, comments: string, values: SentSql['values']): Draft {
  return {
    statement: { sql, ...(comments !== '' && { comments }), ...howToRun(sql, values) },
    bookkeeping: isBookkeeping(sql),
    control: (tryParse(sql) ?? []).some((tree) => 'TransactionStmt' in tree),
    told: [sql, ...(values ?? [])].join('\n'),
  }
}

function howToRun(sql: string, values: SentSql['values']): Pick<MigrationStatement, 'filled' | 'notRehearsed'> {
  if (/^copy\b[\s\S]*\bfrom\s+stdin\b/i.test(sql)) return { notRehearsed: 'It reads rows, and a rehearsal has none.' }
  if (values === null) return { notRehearsed: 'Its values were sent in a form that is not read here.' }
  if (values.length === 0) return {}
  const literals = new Map(values.map((value, i) => [i + 1, value === null ? 'null' : quoteLiteral(value)]))
  return { filled: fillParameters(sql, literals) }
}
