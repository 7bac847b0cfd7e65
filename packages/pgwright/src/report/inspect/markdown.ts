import { formatMs, type InspectResult, printable } from '../../model/index.ts'
import { byCheck, bySkipReason, countsOf, type DescribedCheck, titleOf } from './described-check.ts'

/** For a pull request or a wiki. Names of other people's databases are text here, never markup. */
export function inspectMarkdown(result: InspectResult, checks: readonly DescribedCheck[]): string {
  const { source, findings, cost } = result
  const rows = [...byCheck(findings)].flatMap(([id, group]) =>
    group.map(
      ({ severity, object, message, help }) =>
        `| ${severity} | ${escaped(titleOf(checks, id))} (\`${id}\`) | ${escaped(object)} | ${escaped(message)} | ${escaped(help)} |`,
    ),
  )
  const skips = [...bySkipReason(result)].map(([reason, ids]) => `- ${escaped(reason)} (${ids.join(', ')})`)
  return [
    `# ${escaped(source.database)}: ${countsOf(findings)} found`,
    '',
    `PostgreSQL ${escaped(source.serverVersion)}, inspected as ${escaped(source.role)} at ${source.takenAt}, with ${cost.queries} statements of ${formatMs(cost.totalMs)} together. ${result.passed.length} checks passed.`,
    '',
    ...(rows.length > 0 ? ['| | Check | Object | What | Do |', '|---|---|---|---|---|', ...rows, ''] : []),
    ...(skips.length > 0 ? ['## Skipped, which is not clean', '', ...skips, ''] : []),
  ].join('\n')
}

/** Of one line, and without what Markdown or HTML would take for markup. */
function escaped(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_{}[\]()#+!|~@]/g, (character) => `\\${character}`)
}
