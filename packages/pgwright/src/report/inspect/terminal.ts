import { type Finding, formatMs, type InspectResult, plural, printable, type Severity } from '../../model/index.ts'
import type { Colors } from '../colors.ts'
import { tableLines } from '../table.ts'
import { byCheck, bySkipReason, categoryCounts, countsOf, type DescribedCheck, titleOf } from './described-check.ts'

/** Findings of one check that are told in full; the others are counted, so that the worst of all fit a screen. */
const mostTold = 3
const mostNamed = 6

export function inspectTerminal(result: InspectResult, checks: readonly DescribedCheck[], colors: Colors): string {
  const { source, findings, suppressed } = result
  return [
    colors.strong(
      printable(
        `${source.database} on PostgreSQL ${source.serverVersion}, as ${source.role}: ${countsOf(findings)} found.`,
      ),
    ),
    '',
    ...severe(findings, 'error', checks, colors),
    ...severe(findings, 'warning', checks, colors),
    ...notices(findings, checks, colors),
    ...categoryLines(result, checks),
    '',
    ...skippedLines(result, colors),
    ...(suppressed.length > 0 ? [`Suppressed by baseline or configuration: ${suppressed.length}.`] : []),
    costLine(result),
    ...(findings.length > 0 ? [`More of a check: pgwright explain-check ${findings[0]?.checkId}`] : []),
    '',
  ].join('\n')
}

function severe(
  findings: readonly Finding[],
  severity: Severity,
  checks: readonly DescribedCheck[],
  colors: Colors,
): string[] {
  const mark = severity === 'error' ? colors.bad('error  ') : colors.strong('warning')
  const groups = byCheck(findings.filter((finding) => finding.severity === severity))
  return [...groups].flatMap(([id, group]) => [
    `${mark}  ${colors.strong(titleOf(checks, id))}  ${colors.dim(id)}`,
    ...group.slice(0, mostTold).map(({ message }) => `         ${printable(message)}`),
    ...(group.length > mostTold ? [colors.dim(`         … and ${group.length - mostTold} more`)] : []),
    `         ${colors.good('→')} ${printable(group[0]?.help ?? '')}`,
    '',
  ])
}

/** What is no more than worth knowing takes a line for each check. */
function notices(findings: readonly Finding[], checks: readonly DescribedCheck[], colors: Colors): string[] {
  const groups = byCheck(findings.filter(({ severity }) => severity === 'info'))
  if (groups.size === 0) return []
  const lines = [...groups].map(([id, group]) => {
    const objects = group.slice(0, mostNamed).map(({ object }) => printable(object))
    const rest = group.length > mostNamed ? `, and ${group.length - mostNamed} more` : ''
    return `info     ${titleOf(checks, id)}  ${colors.dim(id)}\n         ${objects.join(', ')}${rest}`
  })
  return [...lines, '']
}

function categoryLines(result: InspectResult, checks: readonly DescribedCheck[]): string[] {
  const rows = categoryCounts(result, checks).map(({ category, counts }) => [
    category,
    ...counts.map(({ count }) => (count === 0 ? '·' : String(count))),
  ])
  const right = (title: string) => ({ title, align: 'right' }) as const
  return tableLines(
    [
      { title: '', align: 'left' },
      right('errors'),
      right('warnings'),
      right('infos'),
      right('passed'),
      right('skipped'),
    ],
    rows,
  )
}

function skippedLines(result: InspectResult, colors: Colors): string[] {
  const groups = bySkipReason(result)
  if (groups.size === 0) return []
  const lines = [...groups].map(([reason, ids]) => {
    const rest = ids.length > mostNamed ? `, and ${ids.length - mostNamed} more` : ''
    return `  ${printable(reason)} ${colors.dim(`(${ids.slice(0, mostNamed).join(', ')}${rest})`)}`
  })
  return [colors.strong('Skipped, which is not clean'), ...lines, '']
}

function costLine({ cost: { queries, totalMs, maxMs } }: InspectResult): string {
  if (queries === 0) return 'The source was not asked for anything.'
  return `It took ${plural(queries, 'statement')} and ${formatMs(totalMs)} of the server's time, the longest ${formatMs(maxMs)}.`
}
