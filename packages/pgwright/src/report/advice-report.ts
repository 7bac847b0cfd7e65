import {
  type AdviceResult,
  formatCount,
  formatDuration,
  formatShare,
  leftOut,
  plural,
  printable,
} from '../model/index.ts'
import { changeNote } from './change-note.ts'
import type { Colors } from './colors.ts'
import { gapLines } from './gap-lines.ts'

type AdvisedChange = AdviceResult['changes'][number]

/** What to change, why, and what to do next. */
export function adviceReport(result: AdviceResult, planFile: string | null, colors: Colors): string {
  const { workload, changes, costBefore, costAfter, lowerBound } = result
  const saved = costBefore === 0 ? 0 : 1 - costAfter / costBefore
  const possible = costBefore === 0 ? 0 : 1 - lowerBound / costBefore
  return [
    `${plural(workload.queries, 'statement')}, ${plural(workload.calls, 'call')}; ${formatCount(leftOut(workload.excluded))} left out.`,
    ...(workload.represented > workload.queries ? [representedLine(workload)] : []),
    `The planner's cost of the workload falls by ${formatShare(saved)} (by no choice of the indexes that a plan uses by more than ${formatShare(possible)}): an estimate, until \`pgwright prove\` has measured it.`,
    timeLine(result),
    ...(result.timedOut ? ['The time limit ended the search: with more time it might find better.'] : []),
    '',
    ...(changes.length === 0
      ? [
          result.timedOut
            ? 'Nothing found.'
            : 'Nothing to change: no index saves the reads more than it costs the writes, and none is redundant.',
          '',
        ]
      : changes.flatMap((change) => changeLines(change, colors))),
    ...noteLines(result.notes, colors),
    ...choiceLines(result),
    ...missedLines(result, colors),
    ...nextLines(changes, planFile),
  ].join('\n')
}

function timeLine({ time }: AdviceResult): string {
  if (time === null) return 'The source told no times, so that all of this is in units of cost.'
  const { savedMs, msPerDay, statements, factor } = time
  const saved = formatDuration(Math.abs(msPerDay ?? savedMs))
  const what = (msPerDay ?? savedMs) < 0 ? 'costs' : 'saves'
  return `That ${what} about ${saved} ${msPerDay === null ? 'over the workload as it was given' : 'a day'}, writes taken off (estimate: by what ${plural(statements, 'statement')} took on the source, most of whose time is within ×${factor.toFixed(1)} of its cost).`
}

function representedLine({ represented, share }: AdviceResult['workload']): string {
  return `They stand for ${plural(represented, 'statement')}, ${formatShare(share)} of the workload's calls and time.`
}

function changeLines(change: AdvisedChange, colors: Colors): string[] {
  const [reason = '', ...figures] = changeNote(change)
  return [
    ...statementLines(change).map((line) => colors.strong(line)),
    `  ${reason}`,
    ...figures.map((figure) => colors.dim(`  ${figure}`)),
    '',
  ]
}

/** Of an index on a partitioned table, the first few of its steps, a line each. */
const mostSteps = 4

function statementLines({ kind, sql }: AdvisedChange): string[] {
  const steps = kind === 'create-index' ? sql.split(';\n') : [sql]
  const lines = steps.slice(0, mostSteps).map((step) => `${printable(step)};`)
  const more = steps.length - lines.length
  if (more > 0) lines.push(`-- and ${plural(more, 'more statement')}, partition by partition: the plan has them all`)
  return kind === 'rewrite-query' ? lines.map((line, i) => (i === 0 ? `Ask instead: ${line}` : line)) : lines
}

function percent(share: number): string {
  return `${+(100 * share).toPrecision(2)} %`
}

/** How the choice was made: how much was looked at, how near it is to the best, and what was left out for its size. */
function choiceLines({ candidates, whatIfCalls, costBefore, costAfter, lowerBound, minGain }: AdviceResult): string[] {
  const gap = costAfter === lowerBound ? 0 : costAfter / lowerBound - 1
  const near = gap < 0.0005 ? 'the best, to within 0.05 %' : `at most ${percent(gap)} above the best`
  const needed =
    minGain.rest === null || minGain.calls === null
      ? `Left out: what does not save ${percent(minGain.cost)} of the workload's cost, as asked for.`
      : `Left out: what saves neither ${percent(minGain.cost)} of the workload's cost nor ${percent(minGain.rest)} of what is left of it, nor halves a statement of at least ${percent(minGain.calls)} of the calls (--min-gain).`
  return [
    `${plural(candidates, 'index', 'indexes')} considered, ${plural(whatIfCalls, 'plan')} made. Cost ${formatCount(costBefore)} → ${formatCount(costAfter)}; no set of those that a plan uses goes below ${formatCount(lowerBound)}${lowerBound > 0 ? `, so the choice is ${near}` : ''}.`,
    needed,
    '',
  ]
}

/** Most of a list's statements are alike, and the JSON has them all. */
const mostStatements = 3

function noteLines(notes: AdviceResult['notes'], colors: Colors): string[] {
  if (notes.length === 0) return []
  const lines = notes.flatMap(({ title, statements, evidence, advice }) => [
    `  ${printable(title)}`,
    `    ${printable(evidence)}`,
    `    ${printable(advice)}`,
    ...statements.slice(0, mostStatements).map(({ sql }) => colors.dim(`    - ${printable(shortened(sql))}`)),
    ...(statements.length > mostStatements
      ? [colors.dim(`    - and ${plural(statements.length - mostStatements, 'other')}`)]
      : []),
  ])
  return [colors.strong('Also worth a look'), ...lines, '']
}

function shortened(sql: string): string {
  const text = sql.replaceAll(/\s+/g, ' ').trim()
  return text.length > 110 ? `${text.slice(0, 109)}…` : text
}

function missedLines({ gaps, workload }: AdviceResult, colors: Colors): string[] {
  const unplanned = workload.excluded.filter(({ reason }) => reason.startsWith("can't be planned"))
  const missed = unplanned.map(({ sql, reason }) => ({ object: sql.slice(0, 100), reason, effect: 'it is left out' }))
  return gapLines([...gaps, ...missed], colors)
}

function nextLines(changes: readonly AdvisedChange[], planFile: string | null): string[] {
  if (changes.length === 0) return []
  if (planFile === null)
    return ['Write the plan to a file with --out plan.json, then try it on a copy: pgwright prove plan.json --on <url>']
  return [
    `The plan is in ${planFile}. Try it on a copy with real data: pgwright prove ${planFile} --on <url>`,
    `Apply it without blocking the application: pgwright apply ${planFile} --to <url>`,
  ]
}
