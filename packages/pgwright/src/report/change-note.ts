import {
  type AdviceResult,
  formatBytes,
  formatCount,
  formatDuration,
  formatShare,
  plural,
  printable,
  type StatementEffect,
} from '../model/index.ts'
import type { PlanNode } from '../twin/index.ts'
import { planLines } from './plan-lines.ts'

type AdvisedChange = AdviceResult['changes'][number]
type Details = NonNullable<AdvisedChange['details']>

/** Statements that are named of those that gain, or lose, by one change. */
const mostNamed = 3

/** What a change does, what it costs, how sure that is, and what would make it wrong: a line each. */
export function changeNote(change: AdvisedChange): string[] {
  const { details, statistics } = change
  if (statistics !== undefined) return [printable(change.reason), ...statisticsLines(statistics)]
  if (details === undefined) {
    const saves = `Saves ${formatCount(change.benefit.total)} of the planner's units`
    // Another way of asking takes no space.
    return [printable(change.reason), change.kind === 'rewrite-query' ? saves : sizeLine(change)]
  }
  return [
    printable(change.reason),
    ...effectLines('gains', details.gains),
    ...effectLines('loses', details.losses),
    ...(details.replaces.length === 0
      ? []
      : [`Replaces ${details.replaces.map(printable).join(', ')}, dropped below.`]),
    `${sizeLine(change)}; ${buildingLine(details)}`,
    writingLine(change, details),
    ...confidenceLine(change, details),
    ...(details.caveats.length === 0 ? [] : [`Mind: ${details.caveats.map(printable).join(' ')}`]),
  ]
}

/** Each plan before and after, as far as a report goes. */
function statisticsLines({ plans }: NonNullable<AdvisedChange['statistics']>): string[] {
  const [first] = plans
  const named = plans.slice(0, mostNamed).map(({ fingerprint, sql }) => `${fingerprint}: ${printable(sql)}`)
  const more = plans.length - named.length
  return [
    ...named,
    ...(more > 0 ? [`and ${plural(more, 'more statement')}`] : []),
    ...(first === undefined
      ? []
      : [
          'Planned without:',
          ...planLines(first.before as PlanNode).map((line) => `  ${line}`),
          'Planned with:',
          ...planLines(first.after as PlanNode).map((line) => `  ${line}`),
        ]),
    "The ANALYZE reads a sample of the table and is in nobody's way; later ones keep the statistics up to date.",
    'Mind: Other statements that ask for these columns are estimated in another way too. Planning takes a little longer.',
  ]
}

function effectLines(verb: string, effects: readonly StatementEffect[]): string[] {
  const named = effects
    .slice(0, mostNamed)
    .map(
      ({ fingerprint, sql, calls, costBefore, costAfter }) =>
        `${fingerprint} ${verb}: ${formatCount(costBefore)} → ${formatCount(costAfter)} a call, ${plural(calls, 'call')}: ${printable(sql)}`,
    )
  const more = effects.length - named.length
  return more > 0
    ? [...named, `and ${plural(more, 'more statement')} ${verb === 'gains' ? 'gaining' : 'losing'}`]
    : named
}

function sizeLine({ kind, sizeBytes }: AdvisedChange): string {
  return `${kind === 'drop-index' ? 'Frees' : 'About'} ${formatBytes(sizeBytes)}`
}

function buildingLine({ buildMs, lock }: Details): string {
  const building =
    buildMs === null
      ? 'drops at once'
      : `builds in about ${formatDuration(buildMs)} where nothing else runs, twice that concurrently (estimate)`
  return `${building}; ${lockName(lock)}, others read and write meanwhile`
}

/** `ShareUpdateExclusiveLock` is `SHARE UPDATE EXCLUSIVE` to those who write SQL. */
function lockName(mode: string): string {
  return mode
    .replace(/Lock$/, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase()
}

function writingLine({ writeCost }: AdvisedChange, { writes }: Details): string {
  const { entries, heapOnlyLost, walBytes } = writes
  if (writeCost === 0) return 'The workload writes nothing into it.'
  const [verb, size] = writeCost > 0 ? ['Costs writes', 1] : ['Saves writes', -1]
  const lost = heapOnlyLost === 0 ? '' : `, ${plural(size * heapOnlyLost, 'heap-only update')}`
  return `${verb} ${formatCount(size * writeCost)} of the planner's units: ${formatCount(size * entries)} index entries${lost}, ${formatBytes(size * walBytes)} of WAL (estimates).`
}

function confidenceLine({ kind, benefit, msPerDay }: AdvisedChange, { confidence }: Details): string[] {
  if (kind === 'drop-index' || benefit.total <= 0) return []
  const aDay =
    msPerDay === undefined || msPerDay <= 0
      ? ''
      : `, about ${formatDuration(msPerDay)} a day with its writes taken off (estimate)`
  const saves = `Saves ${formatCount(benefit.total)} of the planner's units${aDay}`
  const { low, high, valueSets } = confidence
  if (low === high) return [`${saves}; ${plural(valueSets, 'set')} of values looked at.`]
  const [worst, best] = [formatShare(low / benefit.total), formatShare(high / benefit.total)]
  return [`${saves}; from ${worst} to ${best} of that with the worst and the best of ${valueSets} sets of values.`]
}
