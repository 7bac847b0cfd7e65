import {
  type Change,
  formatBytes,
  formatFigure,
  formatMs,
  formatShare,
  type Plan,
  plural,
  printable,
  type Trial,
} from '../model/index.ts'
import type { Colors } from './colors.ts'
import { tableLines } from './table.ts'

/** What was measured when a plan was tried. */
export function planReport(plan: Plan, colors: Colors): string {
  // What nobody has tried yet is told as ever; after a trial these are what a copy can't show the worth of.
  const isTried = ({ trial }: Change) => trial !== null || plan.trial === null
  const tried = plan.changes.filter(isTried)
  const untried = plan.changes.filter((change) => !isTried(change))
  const sections = [
    plan.trial === null ? [] : trialLines(plan.trial, colors),
    [colors.strong('Pays'), ...tried.map((change) => changeLine(change, change.trial))],
    [colors.strong('Stays, for it was not to be measured'), ...untried.map(changeName)],
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

function trialLines(trial: Trial, colors: Colors): string[] {
  const { on, queries, writes, sizeBytes, buildMs, calibration, notRun } = trial
  return [
    colors.strong(`Measured on ${printable(on)}`),
    ...tableLines(
      [
        { title: 'statement', align: 'left' },
        { title: 'calls', align: 'right' },
        { title: 'before ms', align: 'right' },
        { title: 'after ms', align: 'right' },
        { title: 'gain', align: 'right' },
        { title: 'sure', align: 'right' },
        { title: 'same rows', align: 'right' },
      ],
      queries.map(({ sql, calls, before, after, sameResult, confidence }) => [
        shortened(sql),
        String(calls),
        formatFigure(before.p50Ms),
        formatFigure(after.p50Ms),
        formatShare(1 - after.p50Ms / before.p50Ms),
        confidence === undefined ? 'same plan' : formatShare(confidence),
        sameResult ? 'yes' : 'NO',
      ]),
    ),
    ...(trial.confidence === undefined
      ? []
      : [`Gains count that are sure to ${formatShare(trial.confidence)}, losses in any case.`]),
    ...queries.filter(({ slower }) => slower).map(slowerLine),
    ...coldLines(trial),
    ...writes.map(
      ({ schema, table, rows, before, after }) =>
        `Inserting ${rows} rows into ${printable(`${schema}.${table}`)}: ${formatMs(before.p50Ms)} before, ${formatMs(after.p50Ms)} after.`,
    ),
    `Indexes: ${formatBytes(sizeBytes)} more, built in ${formatMs(buildMs)}.`,
    ...(calibration === undefined ? [] : [calibrationLine(calibration)]),
    ...notRun.map(({ fingerprint, reason }) => `Not run: ${fingerprint}, ${printable(reason)}`),
  ]
}

function slowerLine({ fingerprint, sql, before, after }: Trial['queries'][number]): string {
  return `SLOWER: ${fingerprint}, from ${formatMs(before.p50Ms)} to ${formatMs(after.p50Ms)}: ${printable(shortened(sql))}`
}

function coldLines({ queries, notCold }: Trial): string[] {
  const lines = queries.flatMap(({ fingerprint, sql, cold }) => {
    if (cold === undefined) return []
    const { before, after } = cold
    const [first, then] = [before, after].map(
      ({ p50Ms, buffersRead }) => `${formatMs(p50Ms)} with ${plural(Math.round(buffersRead), 'page')} read`,
    )
    return [`  ${fingerprint}: ${first} before, ${then} after: ${printable(shortened(sql))}`]
  })
  const title = 'With their tables out of shared buffers (the operating system may hold them still):'
  return [
    ...(lines.length === 0 ? [] : [title, ...lines]),
    ...(notCold ?? []).map(
      ({ fingerprint, reason }) => `Not cold: ${fingerprint ?? 'no statement'}, ${printable(reason)}`,
    ),
  ]
}

/** Below 1 the ratio says that more was gained than estimated. */
function calibrationLine({ statements, rankCorrelation, medianRatio }: NonNullable<Trial['calibration']>): string {
  const rank = rankCorrelation === null ? 'is not known, since all are alike' : `is ${rankCorrelation.toFixed(2)}`
  const ratio =
    medianRatio === null
      ? ''
      : `; the share that was estimated to be gained is ${medianRatio.toFixed(2)} times the measured one (median)`
  return `Estimates against measurements, ${plural(statements, 'statement')}: rank correlation of the gains ${rank}${ratio}.`
}

/** What was estimated of an index that was built, against what it is. */
function builtLine({ kind, sizeBytes, details }: Change, trial: Trial | null): string {
  if (trial === null || kind !== 'create-index' || trial.sizeBytes <= 0) return ''
  const size = `${formatBytes(trial.sizeBytes)}, estimated ${formatBytes(sizeBytes)}`
  const buildMs = details?.buildMs ?? null
  const build =
    buildMs === null || trial.buildMs === 0
      ? ''
      : `; built in ${formatMs(trial.buildMs)}, estimated ${formatMs(buildMs)}`
  return `\n  ${size}${build}`
}

function changeLine(change: Change, trial: Trial | null): string {
  const verdict = trial === null ? 'not tried' : `${trial.verdict}: ${trial.reason}`
  return `${changeName(change)}\n  ${printable(verdict)}${builtLine(change, trial)}`
}

/** A change with forms can be many statements long, and has a name. */
function changeName({ id, kind, sql, forms }: Change): string {
  return forms === null ? `${printable(sql)};` : `${kind} ${printable(id)}`
}

function shortened(sql: string): string {
  const line = sql.replaceAll(/\s+/g, ' ').trim()
  return line.length <= 70 ? line : `${line.slice(0, 69)}…`
}
