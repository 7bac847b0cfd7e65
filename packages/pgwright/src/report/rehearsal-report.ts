import { formatMs, plural, printable, type Rehearsal, type RehearsedStatement } from '../model/index.ts'
import type { Colors } from './colors.ts'

/** A rehearsal for the terminal: each statement with what it did, then the plans that changed. */
export function rehearsalReport(
  { statements, plansChanged, plansCompared, source }: Rehearsal,
  colors: Colors,
): string {
  const failed = statements.filter(({ ok }) => !ok).length
  return [
    colors.strong(
      printable(
        `${plural(statements.length, 'statement')} rehearsed for ${source.database}, ${failed} of them refused.`,
      ),
    ),
    '',
    ...statements.flatMap((statement) => statementLines(statement, colors)),
    ...(plansCompared === 0 ? [] : [`Plans of the workload that change: ${plansChanged.length} of ${plansCompared}.`]),
    ...plansChanged
      .slice(0, 10)
      .map(({ sql, costBefore, costAfter, broken }) =>
        printable(
          broken === null ? `  ${sql}: ${costBefore?.toFixed(0)} → ${costAfter?.toFixed(0)}` : `  ${sql}: ${broken}`,
        ),
      ),
    '',
  ].join('\n')
}

function statementLines(statement: RehearsedStatement, colors: Colors): string[] {
  const { file, line, sql, ok, error, locks, rewrites, scans, estimateMs, findings, saferForm } = statement
  return [
    `${ok ? colors.good('ok     ') : colors.bad('refused')}  ${printable(`${file}${line === null ? '' : `:${line}`}`)}`,
    `         ${printable(sql.split('\n')[0] ?? '')}`,
    ...(error === undefined ? [] : [`         ${colors.bad(printable(error.message))}`]),
    ...locks.map(({ relation, mode }) => `         locks ${printable(relation)} ${mode}`),
    ...rewrites.map((name) => `         rewrites ${printable(name)}`),
    ...scans.map((name) => `         reads ${printable(name)} from end to end`),
    ...(estimateMs === undefined ? [] : [`         for about ${formatMs(estimateMs)}, an estimate`]),
    ...findings.map(({ message, checkId }) => `         ${printable(message)} ${colors.dim(checkId)}`),
    ...(saferForm?.sql.map((each) => `         ${colors.good('→')} ${printable(each)}`) ?? []),
    '',
  ]
}
