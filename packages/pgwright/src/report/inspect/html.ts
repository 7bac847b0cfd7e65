import { type Finding, formatMs, type InspectResult } from '../../model/index.ts'
import {
  byCheck,
  bySkipReason,
  categoryCounts,
  countsOf,
  type DescribedCheck,
  markupText,
  titleOf,
} from './described-check.ts'
import { style } from './html-style.ts'

/** One file with all that it needs, and with nothing that runs. */
export function inspectHtml(result: InspectResult, checks: readonly DescribedCheck[]): string {
  const { source, findings, passed, skipped, cost } = result
  const title = markupText(`${source.database}: ${countsOf(findings)} found`)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title><style>${style}</style></head><body>
<h1>${title}</h1>
<p>PostgreSQL ${markupText(source.serverVersion)}, inspected as ${markupText(source.role)} at ${markupText(source.takenAt)}.
${passed.length} checks passed, ${skipped.length} were skipped.
It took ${cost.queries} statements and ${formatMs(cost.totalMs)} of the server's time, the longest ${formatMs(cost.maxMs)}.</p>
<h2>By category</h2>
${categoryChart(result, checks)}
${findingSections(findings, checks)}
${skippedSection(result)}
</body></html>
`
}

const barHeight = 22
const labelWidth = 120
const chartWidth = 720

/** A bar for each category: findings by severity, then what passed and what was skipped. */
function categoryChart(result: InspectResult, checks: readonly DescribedCheck[]): string {
  const rows = categoryCounts(result, checks)
  const most = Math.max(1, ...rows.map(({ counts }) => counts.reduce((sum, { count }) => sum + count, 0)))
  const scale = (chartWidth - labelWidth) / most
  const bars = rows.map(({ category, counts }, row) => {
    let x = labelWidth
    const pieces = counts.map(({ kind, count }) => {
      const width = count * scale
      const piece =
        count === 0
          ? ''
          : `<rect class="${kind}" x="${x.toFixed(1)}" y="${row * barHeight}" width="${width.toFixed(1)}" height="${barHeight - 5}"><title>${count} ${kind}</title></rect>${width > 16 ? `<text class="count" x="${(x + width / 2).toFixed(1)}" y="${row * barHeight + 12.5}">${count}</text>` : ''}`
      x += width
      return piece
    })
    return `<text x="0" y="${row * barHeight + 12.5}">${category}</text>${pieces.join('')}`
  })
  const legend = ['error', 'warning', 'info', 'passed', 'skipped'].map(
    (kind) => `<span class="key ${kind}">${kind}</span>`,
  )
  return `<svg viewBox="0 0 ${chartWidth} ${rows.length * barHeight}" role="img" aria-label="Checks by category">${bars.join('')}</svg>
<p class="legend">${legend.join(' ')}</p>`
}

function findingSections(findings: readonly Finding[], checks: readonly DescribedCheck[]): string {
  return [...byCheck(findings)]
    .map(([id, group]) => {
      const rows = group.map(
        ({ severity, object, message, help, evidence, fix }) => `<tr><td class="${severity}">${severity}</td>
<td><code>${markupText(object)}</code></td><td>${markupText(message)}<br><strong>${markupText(help)}</strong>
<details><summary>Evidence</summary><dl>${Object.entries(evidence)
          .map(([name, value]) => `<dt>${markupText(name)}</dt><dd>${markupText(String(value))}</dd>`)
          .join('')}</dl>${fix === undefined ? '' : `<pre>${markupText(fix.join(';\n'))};</pre>`}</details></td></tr>`,
      )
      return `<h2>${markupText(titleOf(checks, id))} <small>${markupText(id)}</small></h2>\n<table>${rows.join('')}</table>`
    })
    .join('\n')
}

function skippedSection(result: InspectResult): string {
  const items = [...bySkipReason(result)].map(
    ([reason, ids]) => `<li>${markupText(reason)} <small>${markupText(ids.join(', '))}</small></li>`,
  )
  return items.length === 0 ? '' : `<h2>Skipped, which is not clean</h2><ul>${items.join('')}</ul>`
}
