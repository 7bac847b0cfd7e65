import { cutStatements, Scanner } from '../../sql/index.ts'
import type { MigrationStatement } from '../migration.ts'

/** The statements of a text without the comments before them, each with the line on which it begins. */
export function statementsOf(text: string): MigrationStatement[] {
  const statements: MigrationStatement[] = []
  let from = 0
  let line = 1
  for (const cut of cutStatements(text)) {
    const begin = text.indexOf(cut, from) + beginning(cut)
    line += text.slice(from, begin).split('\n').length - 1
    statements.push({ line, sql: cut.slice(beginning(cut)).trimEnd() })
    from = begin
  }
  return statements
}

/** Where the first word stands. */
function beginning(sql: string): number {
  const scanner = new Scanner(sql)
  while (scanner.next()) {
    if (scanner.kind !== 'blank' && scanner.kind !== 'comment') return scanner.start
  }
  return 0
}
