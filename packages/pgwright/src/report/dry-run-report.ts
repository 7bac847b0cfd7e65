import { type DryRunResult, printable } from '../model/index.ts'

/** What would be run, as a script, and how each step would be taken back, as comments of it. */
export function dryRunReport({ statements, rehearsed }: DryRunResult): string {
  const undone = rehearsed.map(({ sql, rollback, undoable }) => {
    const told = undoable ? (rollback.length === 0 ? 'nothing to take back' : rollback.join('; ')) : 'never'
    return `--   ${printable(oneLine(sql))}\n--     ${printable(oneLine(told))}`
  })
  return [
    ...statements.map((sql) => (sql.startsWith('--') ? sql : `${printable(sql)};`)),
    ...(undone.length === 0
      ? []
      : ['-- Rehearsed on an empty copy of the target. Each step is taken back by:', ...undone]),
  ].join('\n')
}

/** What follows a line's end would no longer be a comment. */
function oneLine(sql: string): string {
  return sql.replaceAll(/\s+/g, ' ')
}
