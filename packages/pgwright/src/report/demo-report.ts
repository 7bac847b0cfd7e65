import {
  type DemoResult,
  formatBytes,
  formatCount,
  formatFigure,
  formatSeconds,
  formatShare,
  printable,
} from '../model/index.ts'
import type { Colors } from './colors.ts'
import { queryCells, queryTitles } from './demo-query.ts'
import { tableLines } from './table.ts'

/** The demo's end: the seed's table, the gates, what was applied and what it costs. */
export function demoReport(result: DemoResult, colors: Colors): string {
  const sections = [
    [
      colors.strong(`${result.system} at ${result.scale} scale: ${formatCount(result.rows)} rows on ${result.server}`),
      'Milliseconds, the median of the runs; each run is a service call with all its round trips.',
      ...queryLines(result, colors),
    ],
    [colors.strong('Gates'), ...gateLines(result, colors)],
    [colors.strong('Applied'), ...changeLines(result)],
    rejectedLines(result, colors),
    [colors.strong('What the writes pay'), ...writeLines(result)],
    [colors.strong('Where the time went'), ...stageLines(result)],
  ]
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}

function queryLines({ queries }: DemoResult, colors: Colors): string[] {
  const columns = queryTitles.map((title, i) => ({ title, align: i === 0 ? 'left' : 'right' }) as const)
  const lines = tableLines(columns, queries.map(queryCells))
  return lines.map((line, i) => (i < 2 ? line : mark(line, queries[i - 2]?.met === true, colors)))
}

function gateLines({ gates }: DemoResult, colors: Colors): string[] {
  return gates.map(({ title, claim, measured, met }) => {
    const line = `${met ? 'met    ' : 'NOT MET'}  ${printable(title)}: ${printable(measured)} (${printable(claim)})`
    return mark(line, met, colors)
  })
}

function changeLines({ changes, indexes }: DemoResult): string[] {
  const creates = changes.filter(({ kind }) => kind === 'create-index')
  const drops = changes.filter(({ kind }) => kind === 'drop-index')
  const others = changes.filter((change) => !creates.includes(change) && !drops.includes(change))
  const sum = (list: typeof changes) => formatBytes(list.reduce((total, change) => total + change.sizeBytes, 0))
  const dropped = drops.reduce((total, change) => total + change.indexes, 0)
  return [
    ...creates.map(({ sql, sizeBytes }) => `${printable(sql)};  -- ${formatBytes(sizeBytes)}`),
    ...others.map(({ id, kind, reason }) => `${kind} ${printable(id)}: ${printable(reason)}`),
    `${creates.length} indexes built (${sum(creates)}), ${dropped} dropped that others do the work of (${sum(drops)});`,
    `all indexes together ${formatBytes(indexes.beforeBytes)} before, ${formatBytes(indexes.afterBytes)} after.`,
  ]
}

function rejectedLines({ rejected }: DemoResult, colors: Colors): string[] {
  if (rejected.length === 0) return []
  return [
    colors.strong('Tried and thrown out'),
    ...rejected.map(({ id, kind, sql, reason }) => {
      const what = kind.endsWith('-index') ? printable(sql) : `${kind} ${printable(id)}`
      return `${what}\n  ${printable(reason)}`
    }),
  ]
}

function writeLines({ writes }: DemoResult): string[] {
  return tableLines(
    [
      { title: 'table', align: 'left' },
      { title: 'rows inserted', align: 'right' },
      { title: 'before ms', align: 'right' },
      { title: 'after ms', align: 'right' },
      { title: 'change', align: 'right' },
    ],
    writes.map(({ table, rows, beforeMs, afterMs }) => [
      table,
      formatCount(rows),
      formatFigure(beforeMs),
      formatFigure(afterMs),
      `${afterMs >= beforeMs ? '+' : '−'}${formatShare(Math.abs(afterMs / beforeMs - 1))}`,
    ]),
  )
}

function stageLines({ stages, durationMs }: DemoResult): string[] {
  const parts = stages.map(({ name, durationMs: ms }) => `${name} ${formatSeconds(ms)}`)
  return [`${parts.join(', ')}; ${formatSeconds(durationMs)} in all.`]
}

function mark(line: string, good: boolean, colors: Colors): string {
  return good ? colors.good(line) : colors.bad(line)
}
