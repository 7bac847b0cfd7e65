import {
  type ChangedPlan,
  type Finding,
  formatCount,
  formatDuration,
  formatFigure,
  plural,
  type Rehearsal,
  type RehearsedSource,
  type RehearsedStatement,
  severities,
} from '../../model/index.ts'

/** `2 statements rehearsed, 1 refused, 1 error and 2 warnings found`. */
export function summary({ statements, plansChanged }: Rehearsal): string {
  const refused = statements.filter(({ ok }) => !ok).length
  const broken = plansChanged.filter((plan) => plan.broken !== null).length
  const findings = statements.flatMap((statement) => statement.findings)
  const counts = severities.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length
    return count === 0 ? [] : [plural(count, severity)]
  })
  return [
    `${plural(statements.length, 'statement')} rehearsed`,
    refused === 0 ? 'none refused' : `${refused} refused`,
    counts.length === 0 ? 'nothing found' : `${counts.join(', ')} found`,
    ...(broken === 0 ? [] : [`${plural(broken, 'statement')} of the workload broken`]),
  ].join(', ')
}

/** What runs the migrations of a source, and what of them is not here; empty for plain SQL, of which there is nothing to say. */
export function sourceTold({ path, tool, applied, stopped, notes }: RehearsedSource): string[] {
  const known = applied ? `, without ${applied} that the source has already` : ''
  return [
    ...(tool === 'sql' && !applied ? [] : [`${path}: as ${tool} runs it${known}.`]),
    ...(stopped === null ? [] : [stopped]),
    ...notes,
  ]
}

export function place({ file, line }: Pick<RehearsedStatement, 'file' | 'line'>): string {
  return line === null ? file : `${file}:${line}`
}

const keptFrom = {
  nothing: '',
  'schema changes': 'others can read and write',
  writes: 'nobody can write',
  'reads and writes': 'nobody can read or write',
} as const satisfies Record<RehearsedStatement['blocks'], string>

/** What a statement did, a sentence each; empty for one that holds nobody up. */
export function effectsTold(statement: RehearsedStatement): string[] {
  const { locks, rewrites, scans, blocks, estimateMs, estimateBy, waiting } = statement
  const rates = waiting.reduce((sum, { callsPerSecond }) => sum + (callsPerSecond ?? 0), 0)
  const often = rates > 0 ? `, ${formatFigure(rates)} calls a second` : ''
  const read = scans.filter((name) => !rewrites.includes(name))
  return [
    ...locks.map(({ relation, mode }) => `takes ${mode} on ${relation}`),
    ...rewrites.map((name) => `writes ${name} anew`),
    ...read.map((name) => `reads ${name} from end to end`),
    ...(estimateMs === undefined
      ? []
      : [`holds that for about ${formatDuration(estimateMs)}, an estimate by ${estimateBy}`]),
    ...(keptFrom[blocks] === '' ? [] : [`meanwhile ${keptFrom[blocks]}`]),
    ...(waiting.length === 0 ? [] : [`${plural(waiting.length, 'statement')} of the workload would wait${often}`]),
  ]
}

export type ToldFinding = Pick<Finding, 'severity' | 'checkId' | 'message' | 'help'>

const mostObjects = 4

/** What is found alike of several objects is told once, with their names; so is which one, where its message does not. */
export function findingsTold(findings: readonly Finding[]): ToldFinding[] {
  const alike = new Map<string, Finding[]>()
  for (const finding of findings) {
    const key = JSON.stringify([finding.severity, finding.checkId, finding.message, finding.help])
    alike.set(key, [...(alike.get(key) ?? []), finding])
  }
  return [...alike.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const objects = [...new Set(group.map(({ object }) => object))]
    if (objects.length === 1 && first.message.includes(objects[0] ?? '')) return [first]
    const more = objects.length > mostObjects ? `, and ${objects.length - mostObjects} more` : ''
    return [{ ...first, message: `${objects.slice(0, mostObjects).join(', ')}${more}: ${first.message}` }]
  })
}

/** Whether it is worth a line of its own: it holds somebody up, failed, was not run, or there is something to say. */
export function isTelling({ ok, blocks, findings, notRehearsed, rewrites, scans }: RehearsedStatement): boolean {
  const holdsUp = blocks === 'writes' || blocks === 'reads and writes'
  return !ok || holdsUp || findings.length + rewrites.length + scans.length > 0 || notRehearsed !== undefined
}

/** What is said above the form that is to take a statement's place. */
export function formTold({ ok, saferForm }: RehearsedStatement): string {
  if (saferForm === undefined) return ''
  const { error, reason } = saferForm
  const title = ok ? 'Safer' : 'The right form'
  return `${error === null ? `${title}, rehearsed too.` : `${title}, but its rehearsal says: ${error}`} ${reason}`
}

/** `broken`, `cheaper`, `dearer`, `other`: what a plan became. */
export function planTold({ costBefore, costAfter, broken }: ChangedPlan): { kind: string; text: string } {
  if (broken !== null) return { kind: 'broken', text: broken }
  const [before, after] = [costBefore ?? 0, costAfter ?? 0]
  const kind = after < before ? 'cheaper' : after > before ? 'dearer' : 'other'
  return { kind, text: `cost ${formatCount(before)} → ${formatCount(after)}` }
}

/** `12 other statements hold nobody up.` */
export function quietTold(statements: readonly RehearsedStatement[]): string | null {
  const quiet = statements.filter((statement) => !isTelling(statement)).length
  if (quiet === 0) return null
  const others = quiet === statements.length ? '' : 'other '
  return `${plural(quiet, `${others}statement`)} ${quiet === 1 ? 'holds' : 'hold'} nobody up.`
}
