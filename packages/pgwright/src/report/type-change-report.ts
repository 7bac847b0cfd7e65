import { printable, type TypeChangeResult } from '../model/index.ts'
import { dryRunReport } from './dry-run-report.ts'

/** What changes a column's type, as a script, or where its plan was written. */
export function typeChangeReport({ way, reason, statements, rollback, file }: TypeChangeResult): string {
  if (file !== null) {
    const apply = `pgwright apply ${printable(file)} --to <url>${way === 'finish' ? ' --for-good' : ''}`
    return [`${printable(file)}: ${printable(reason)}`, `Apply it with: ${apply}`].join('\n')
  }
  const told = reason.split(/(?<=\.) (?=[A-Z])/).map((sentence) => `-- ${printable(sentence)}`)
  const undone = rollback.map((sql) => `--   ${printable(sql.replaceAll(/\s+/g, ' '))}`)
  return [
    ...told,
    dryRunReport({ schemaVersion: 1, statements, rehearsed: [] }),
    ...(undone.length === 0 ? [] : ['-- Taken back by:', ...undone]),
  ].join('\n')
}
