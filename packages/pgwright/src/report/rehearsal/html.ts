import type { Rehearsal, RehearsedStatement } from '../../model/index.ts'
import { markupText } from '../inspect/described-check.ts'
import { style } from '../inspect/html-style.ts'
import { effectsTold, formTold, isTelling, place, planTold, quietTold, summary } from './told.ts'

/** One file with all that it needs, and with nothing that runs. */
export function rehearsalHtml(result: Rehearsal): string {
  const { source, statements, plansChanged, plansCompared } = result
  const title = markupText(`${source.database}: ${summary(result)}`)
  const plans = plansChanged.map((plan) => {
    const { kind, text } = planTold(plan)
    return `<tr><td>${kind}</td><td>${markupText(text)}</td><td><code>${markupText(plan.sql)}</code></td></tr>`
  })
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title><style>${style}</style></head><body>
<h1>${title}</h1>
<p>Rehearsed for PostgreSQL ${markupText(source.serverVersion)}, as it was at ${markupText(source.takenAt)}.</p>
${statements.filter(isTelling).map(section).join('\n')}
<p>${quietTold(statements) ?? ''}</p>
<h2>Plans of the workload: ${plansChanged.length} of ${plansCompared} change</h2>
${plans.length === 0 ? '' : `<table>${plans.join('\n')}</table>`}
</body></html>
`
}

function section(statement: RehearsedStatement): string {
  const { sql, ok, error, notRehearsed, findings, saferForm } = statement
  const items = [
    ...(error === undefined ? [] : [`<strong>${markupText(error.message)}</strong> ${markupText(error.hint)}`]),
    ...(notRehearsed === undefined ? [] : [`not run: ${markupText(notRehearsed)}`]),
    ...effectsTold(statement).map(markupText),
    ...findings.map(
      ({ severity, checkId, message, help }) =>
        `<span class="key ${severity}">${severity}</span> ${markupText(message)} ${markupText(help)} <code>${markupText(checkId)}</code>`,
    ),
  ]
  const safer =
    saferForm === undefined
      ? ''
      : `<p>${markupText(formTold(statement))}</p>
<pre>${codeLines(saferForm.sql.map((each) => `${each};`).join('\n'))}</pre>`
  return `<h3>${markupText(place(statement))}${ok ? '' : ': refused'}</h3>
<pre>${codeLines(sql)}</pre>
<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>
${safer}`
}

function codeLines(sql: string): string {
  return sql.split('\n').map(markupText).join('\n')
}
