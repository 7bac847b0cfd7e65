import { printableLines, type Rehearsal, type RehearsedStatement } from '../../model/index.ts'
import { codeText, plainText } from '../markdown-text.ts'
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
} from './told.ts'

const mostPlans = 20

/** For a comment on a pull request. Names and statements of other people are text here, never markup. */
export function rehearsalMarkdown(result: Rehearsal): string {
  const { source, sources, statements, plansChanged, plansCompared } = result
  const quiet = quietTold(statements)
  const plans = plansChanged.slice(0, mostPlans).map((plan) => {
    const { kind, text } = planTold(plan)
    return `| ${kind} | ${plainText(text)} | ${codeText(plan.sql)} |`
  })
  return [
    `# ${plainText(source.database)}: ${plainText(summary(result))}`,
    '',
    ...sources.flatMap(sourceTold).flatMap((told) => [plainText(told), '']),
    ...statements.filter(isTelling).flatMap(statementLines),
    ...(quiet === null ? [] : [quiet, '']),
    `## Plans of the workload: ${plansChanged.length} of ${plansCompared} change`,
    '',
    ...(plans.length === 0 ? [] : ['| | | Statement |', '|---|---|---|', ...plans, '']),
  ].join('\n')
}

function statementLines(statement: RehearsedStatement): string[] {
  const { sql, ok, error, notRehearsed, findings, saferForm } = statement
  return [
    `### ${plainText(place(statement))}${ok ? '' : ': refused'}`,
    '',
    ...fenced(sql),
    ...(error === undefined ? [] : [`- **${plainText(error.message)}** ${plainText(error.hint)}`]),
    ...(notRehearsed === undefined ? [] : [`- not run: ${plainText(notRehearsed)}`]),
    ...effectsTold(statement).map((told) => `- ${plainText(told)}`),
    ...findingsTold(findings).map(
      ({ severity, checkId, message, help }) =>
        `- **${severity}** ${plainText(message)} ${plainText(help)} (\`${checkId}\`)`,
    ),
    '',
    ...(saferForm === undefined
      ? []
      : [plainText(formTold(statement)), '', ...fenced(saferForm.sql.map((each) => `${each};`).join('\n'))]),
  ]
}

/** The fence is longer than any in the text. */
function fenced(text: string): string[] {
  const sql = printableLines(text)
  const longest = Math.max(2, ...[...sql.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return [`${fence}sql`, sql, fence, '']
}
