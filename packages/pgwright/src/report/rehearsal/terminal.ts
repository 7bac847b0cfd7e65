import { printable, type Rehearsal, type RehearsedStatement } from '../../model/index.ts'
import type { Colors } from '../colors.ts'
import { gapLines } from '../gap-lines.ts'
import {
  effectsTold,
  findingsTold,
  formTold,
  isTelling,
  place,
  planTold,
  quietTold,
  sourceTold,
  summary,
  type ToldFinding,
} from './told.ts'

const mostPlans = 10
const indent = '         '

/** Each statement that holds somebody up or has something wrong, then the plans that change. */
export function rehearsalTerminal(result: Rehearsal, colors: Colors): string {
  const { source, sources, statements, gaps } = result
  const quiet = quietTold(statements)
  return [
    colors.strong(printable(`${source.database} on PostgreSQL ${source.serverVersion}: ${summary(result)}.`)),
    ...sources.flatMap(sourceTold).map((told) => printable(told)),
    '',
    ...statements.filter(isTelling).flatMap((statement) => statementLines(statement, colors)),
    ...(quiet === null ? [] : [quiet, '']),
    ...planLines(result, colors),
    ...gapLines(gaps, colors),
  ]
    .join('\n')
    .trimEnd()
}

function statementLines(statement: RehearsedStatement, colors: Colors): string[] {
  const { sql, ok, error, notRehearsed, findings } = statement
  const mark = ok ? (notRehearsed === undefined ? colors.good('ran    ') : 'not run') : colors.bad('refused')
  return [
    `${mark}  ${colors.strong(printable(place(statement)))}  ${printable(oneLine(sql))}`,
    ...(error === undefined ? [] : [`${indent}${colors.bad(printable(error.message))}`]),
    ...(error === undefined || error.hint === '' ? [] : [`${indent}${colors.good('→')} ${printable(error.hint)}`]),
    ...(notRehearsed === undefined ? [] : [`${indent}${printable(notRehearsed)}`]),
    ...effectsTold(statement).map((told) => `${indent}${printable(told)}`),
    ...findingsTold(findings).flatMap((told) => findingLines(told, colors)),
    ...formLines(statement, colors),
    '',
  ]
}

function findingLines({ severity, checkId, message, help }: ToldFinding, colors: Colors): string[] {
  const padded = severity.padEnd(indent.length)
  const mark = severity === 'error' ? colors.bad(padded) : padded
  return [
    `${indent}${mark}${printable(message)}  ${colors.dim(checkId)}`,
    ...(severity === 'info' ? [] : [`${indent}${indent}${colors.good('→')} ${printable(help)}`]),
  ]
}

function formLines(statement: RehearsedStatement, colors: Colors): string[] {
  const { saferForm } = statement
  if (saferForm === undefined) return []
  return [
    `${indent}${printable(formTold(statement))}`,
    ...saferForm.sql.map((each) => `${indent}  ${colors.good(`${printable(oneLine(each))};`)}`),
  ]
}

function planLines({ plansChanged, plansCompared }: Rehearsal, colors: Colors): string[] {
  if (plansCompared + plansChanged.length === 0) return ['The source has no workload: no plans were compared.', '']
  if (plansChanged.length === 0) return [`All ${plansCompared} plans of the workload stay as they are.`, '']
  const rest = plansChanged.length - mostPlans
  return [
    `${plansChanged.length} of the workload's statements get another plan or cost:`,
    ...plansChanged.slice(0, mostPlans).map((plan) => {
      const { kind, text } = planTold(plan)
      const shown = kind === 'broken' ? colors.bad(kind.padEnd(9)) : kind.padEnd(9)
      return `  ${shown}${printable(text)}  ${colors.dim(printable(oneLine(plan.sql)))}`
    }),
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
    '',
  ]
}

const lineWidth = 100

function oneLine(sql: string): string {
  const line = sql.replaceAll(/\s+/g, ' ')
  return line.length > lineWidth ? `${line.slice(0, lineWidth - 1)}…` : line
}
