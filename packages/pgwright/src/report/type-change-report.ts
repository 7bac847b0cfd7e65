import { printable, type TypeChangeResult } from '../model/index.ts'
import { readableIdentifier, readableQualified, shellWord } from '../sql/index.ts'
import { dryRunReport } from './dry-run-report.ts'

/** What changes a column's type, as a script, or where its plan was written. */
export function typeChangeReport({
  way,
  reason,
  type,
  statements,
  rollback,
  referring,
  file,
}: TypeChangeResult): string {
  const next = referringLines(referring, type ?? '')
  if (file !== null) {
    const apply = `pgwright apply ${printable(file)} --to <url>${way === 'finish' ? ' --for-good' : ''}`
    return [`${printable(file)}: ${printable(reason)}`, `Apply it with: ${apply}`, ...next].join('\n')
  }
  const told = reason.split(/(?<=\.) (?=[A-Z])/).map((sentence) => `-- ${printable(sentence)}`)
  const undone = rollback.map((sql) => `--   ${printable(sql.replaceAll(/\s+/g, ' '))}`)
  return [
    ...told,
    dryRunReport({ schemaVersion: 1, statements, rehearsed: [] }),
    ...(undone.length === 0 ? [] : ['-- Taken back by:', ...undone]),
    ...next.map((line) => `-- ${line}`),
  ].join('\n')
}

/** How the columns that refer to it are given the type too. */
function referringLines(referring: TypeChangeResult['referring'], type: string): string[] {
  if (referring.length === 0) return []
  const commands = referring.map(({ schema, table, column }) => {
    const names = ['--table', readableQualified(schema, table), '--column', readableIdentifier(column), '--to', type]
    const file = `${table}_${column}.json`.replaceAll(/[^\w.-]/g, '_')
    return `  pgwright change-type <url> ${[...names, '--out', file].map((word) => printable(shellWord(word))).join(' ')}`
  })
  return [
    'What refers to it stays as it is, and has no room for all that it can hold then. Change that too, in this order, before the first such value is given out:',
    ...commands,
  ]
}
