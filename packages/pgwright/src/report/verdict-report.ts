import { formatFigure, formatMs, formatShare, plural, printable, type Verdict } from '../model/index.ts'
import type { Colors } from './colors.ts'
import { tableLines } from './table.ts'

const mostStatements = 8

/** What became of each table's statements, with their figures before and after. */
export function verdictReport({ verdict, windowMs, drift, tables, reverted }: Verdict, colors: Colors): string {
  const mark = { kept: colors.good, worse: colors.bad, undecided: colors.strong }
  const others =
    drift === 1 ? '' : `; all other statements took ${formatShare(drift)} of the time that they took before`
  return [
    mark[verdict](`Verified over ${formatMs(windowMs)} before and after: ${verdict}${others}.`),
    ...tables.flatMap((one) => [
      '',
      `${mark[one.verdict](one.verdict)}  ${printable(one.table)}: ${one.reason} ${formatFigure(one.savedMsPerSecond)} ms a second saved.`,
      ...statementLines(one.statements),
    ]),
    ...(reverted.length === 0 ? [] : ['', `Taken back: ${plural(reverted.length, 'change')}.`]),
  ].join('\n')
}

function statementLines(statements: Verdict['tables'][number]['statements']): string[] {
  if (statements.length === 0) return []
  const titles = [
    { title: '', align: 'left' },
    { title: 'calls', align: 'right' },
    { title: 'before', align: 'right' },
    { title: 'after', align: 'right' },
    { title: 'blocks', align: 'right' },
    { title: 'after', align: 'right' },
    { title: 'statement', align: 'left' },
  ] as const
  const rows = statements
    .slice(0, mostStatements)
    .map(({ verdict, before, after, sql }) => [
      verdict,
      `${before.calls}, ${after.calls}`,
      formatMs(before.meanMs),
      formatMs(after.meanMs),
      formatFigure(before.blocksPerCall),
      formatFigure(after.blocksPerCall),
      printable(sql.replaceAll(/\s+/g, ' ')).slice(0, 80),
    ])
  const rest = statements.length - rows.length
  return [...tableLines(titles, rows), ...(rest > 0 ? [`… and ${rest} more`] : [])]
}
