import { formatMs, type InspectResult } from '../../model/index.ts'
import { plainText } from '../markdown-text.ts'
import { byCheck, bySkipReason, countsOf, type DescribedCheck, titleOf } from './described-check.ts'

/** For a pull request or a wiki. Names of other people's databases are text here, never markup. */
export function inspectMarkdown(result: InspectResult, checks: readonly DescribedCheck[]): string {
  const { source, findings, cost } = result
  const rows = [...byCheck(findings)].flatMap(([id, group]) =>
    group.map(
      ({ severity, object, message, help }) =>
        `| ${severity} | ${plainText(titleOf(checks, id))} (\`${id}\`) | ${plainText(object)} | ${plainText(message)} | ${plainText(help)} |`,
    ),
  )
  const skips = [...bySkipReason(result)].map(([reason, ids]) => `- ${plainText(reason)} (${ids.join(', ')})`)
  return [
    `# ${plainText(source.database)}: ${countsOf(findings)} found`,
    '',
    `PostgreSQL ${plainText(source.serverVersion)}, inspected as ${plainText(source.role)} at ${source.takenAt}, with ${cost.queries} statements of ${formatMs(cost.totalMs)} together. ${result.passed.length} checks passed.`,
    '',
    ...(rows.length > 0 ? ['| | Check | Object | What | Do |', '|---|---|---|---|---|', ...rows, ''] : []),
    ...(skips.length > 0 ? ['## Skipped, which is not clean', '', ...skips, ''] : []),
  ].join('\n')
}
