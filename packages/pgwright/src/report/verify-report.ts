import { formatBytes, formatFigure, formatSeconds, formatShare, plural, type VerifyResult } from '../model/index.ts'
import type { Colors } from './colors.ts'
import { gapLines } from './gap-lines.ts'
import { tableLines } from './table.ts'

const columns = [
  { title: 'query', align: 'left' },
  { title: 'source', align: 'right' },
  { title: 'twin', align: 'right' },
  { title: 'difference', align: 'left' },
] as const

/** Whether the twin plans as its source, and where it does not. */
export function verifyReport(result: VerifyResult, colors: Colors): string {
  const { queries, identicalShare, buildMs, diskBytes, server, gaps } = result
  const planned = queries.filter(({ sourceCost }) => sourceCost !== null)
  const differing = queries.filter(({ identical }) => !identical)
  const same = planned.length - planned.filter(({ identical }) => !identical).length
  return [
    `${same} of ${plural(planned.length, 'plan')} identical (${formatShare(identicalShare)}), costs included: PostgreSQL ${server.source} and its twin, ${server.twin}.`,
    `The twin was built in ${formatSeconds(buildMs)} and takes ${formatBytes(diskBytes)}.`,
    '',
    ...(differing.length === 0
      ? []
      : [
          ...tableLines(
            columns,
            differing.map(({ name, sourceCost, twinCost, difference }) => [
              name,
              sourceCost === null ? '' : formatFigure(sourceCost),
              twinCost === null ? '' : formatFigure(twinCost),
              difference ?? '',
            ]),
          ),
          '',
        ]),
    ...gapLines(gaps, colors),
  ]
    .join('\n')
    .trimEnd()
}
