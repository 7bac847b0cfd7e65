import type { Change, Plan, Trial } from '../model/index.ts'
import type { Colors } from './colors.ts'
import { formatBytes, formatFigure, formatMs, formatShare, printable } from './format.ts'
import { tableLines } from './table.ts'

/** What was measured when a plan was tried. */
export function planReport(plan: Plan, colors: Colors): string {
  const sections = [
    plan.trial === null ? [] : trialLines(plan.trial, colors),
    [colors.strong('Pays'), ...plan.changes.map((change) => changeLine(change, change.trial))],
    plan.rejected.length === 0
      ? []
      : [
          colors.strong('Thrown out'),
          ...plan.rejected.map(({ change, reason }) => `${changeName(change)}\n  ${printable(reason)}`),
        ],
  ]
  return sections
    .filter((lines) => lines.length > 1)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}

function trialLines({ on, queries, writes, sizeBytes, buildMs, notRun }: Trial, colors: Colors): string[] {
  return [
    colors.strong(`Measured on ${printable(on)}`),
    ...tableLines(
      [
        { title: 'statement', align: 'left' },
        { title: 'calls', align: 'right' },
        { title: 'before ms', align: 'right' },
        { title: 'after ms', align: 'right' },
        { title: 'gain', align: 'right' },
        { title: 'same rows', align: 'right' },
      ],
      queries.map(({ sql, calls, before, after, sameResult }) => [
        shortened(sql),
        String(calls),
        formatFigure(before.p50Ms),
        formatFigure(after.p50Ms),
        formatShare(1 - after.p50Ms / before.p50Ms),
        sameResult ? 'yes' : 'NO',
      ]),
    ),
    ...writes.map(
      ({ schema, table, rows, before, after }) =>
        `Inserting ${rows} rows into ${printable(`${schema}.${table}`)}: ${formatMs(before.p50Ms)} before, ${formatMs(after.p50Ms)} after.`,
    ),
    `Indexes: ${formatBytes(sizeBytes)} more, built in ${formatMs(buildMs)}.`,
    ...notRun.map(({ fingerprint, reason }) => `Not run: ${fingerprint}, ${printable(reason)}`),
  ]
}

function changeLine(change: Change, trial: Trial | null): string {
  const verdict = trial === null ? 'not tried' : `${trial.verdict}: ${trial.reason}`
  return `${changeName(change)}\n  ${printable(verdict)}`
}

/** A change with forms can be many statements long, and has a name. */
function changeName({ id, kind, sql, forms }: Change): string {
  return forms === null ? `${printable(sql)};` : `${kind} ${printable(id)}`
}

function shortened(sql: string): string {
  const line = sql.replaceAll(/\s+/g, ' ').trim()
  return line.length <= 70 ? line : `${line.slice(0, 69)}…`
}
