import type { Change, Trial } from '../model/index.ts'
import { type Comparison, isFaster, isSlower } from './difference.ts'
import type { WriteComparison } from './writes.ts'

/** Everything that a verdict rests on. */
export interface Evidence {
  readonly statements: readonly { readonly calls: number; readonly comparison: Comparison }[]
  /** Null where writes could not be measured. */
  readonly writes: WriteComparison | null
  /** Rows that the workload writes. */
  readonly writtenRows: number
  readonly sizeBytes: number
  /** Statements that the change is for and that could not be run. */
  readonly notRun: number
}

export type Verdict = Pick<Trial, 'verdict' | 'reason'>

export function judge(change: Change, evidence: Evidence): Verdict {
  return change.kind === 'create-index' ? judgeCreated(evidence) : judgeDropped(evidence)
}

function judgeCreated(evidence: Evidence): Verdict {
  const { statements, notRun, writes, writtenRows } = evidence
  const gaining = statements.map(({ comparison }) => comparison).filter(isFaster)
  const savedMs = savedBy(statements)
  const writesMs = writes === null ? 0 : (Math.max(0, -writes.perCall.gainMs) / writes.rows) * writtenRows
  if (gaining.length > 0 && savedMs > writesMs) return { verdict: 'pays', reason: gain(gaining, writes) }
  if (notRun > 0) {
    const reason = `${count(notRun, 'statement')} that it is for could not be run, and it does not pay for the others.`
    return { verdict: 'undecided', reason }
  }
  const reason = gaining.length === 0 ? noGain(statements) : netLoss(savedMs, writesMs)
  return { verdict: 'does-not-pay', reason }
}

function judgeDropped({ statements, writes, sizeBytes }: Evidence): Verdict {
  const slower = statements.filter(({ comparison }) => isSlower(comparison))
  const worst = slower.map(({ comparison }) => comparison).sort(byGain)[0]
  if (worst !== undefined) {
    const reason = `Without it ${count(slower.length, 'statement')} would be slower; the worst goes ${fromTo(worst)}.`
    return { verdict: 'does-not-pay', reason }
  }
  const compared = statements.length === 0 ? 'No statement that was run uses it' : 'No statement is slower without it'
  return { verdict: 'pays', reason: `${compared}; ${size(Math.abs(sizeBytes))} are freed${writing(writes)}.` }
}

/** What a change with forms of its own is judged by. */
export interface FormsEvidence {
  readonly comparison: Comparison
  readonly sameResult: boolean | null
  readonly buildMs: number
}

/** A constraint is there for what it keeps out; time that its check saves comes on top. */
export function judgeForms({ kind, steps }: Change, { comparison, sameResult, buildMs }: FormsEvidence): Verdict {
  if (sameResult === false) {
    return { verdict: 'does-not-pay', reason: 'What is to be asked instead returns other rows.' }
  }
  const call = `The call goes ${fromTo(comparison)}${isFaster(comparison) ? '' : ', which is no clear gain'}`
  const making = steps.length === 0 ? '' : `; the steps take ${time(buildMs)}`
  if (kind === 'add-constraint') return { verdict: 'pays', reason: `Every row keeps to it. ${call}${making}.` }
  return { verdict: isFaster(comparison) ? 'pays' : 'does-not-pay', reason: `${call}${making}.` }
}

/** Milliseconds that the calls of all statements save. */
export function savedBy(statements: Evidence['statements']): number {
  const clear = statements.filter(({ comparison }) => isFaster(comparison) || isSlower(comparison))
  return clear.reduce((sum, { calls, comparison }) => sum + calls * comparison.perCall.gainMs, 0)
}

/** What gains least, or loses most, comes first. */
function byGain(a: Comparison, b: Comparison): number {
  const gain = ({ perCall: { beforeMs, afterMs } }: Comparison) => beforeMs - afterMs
  return gain(a) - gain(b)
}

function noGain(statements: Evidence['statements']): string {
  if (statements.every(({ comparison: { before, after } }) => before === after)) {
    return 'No statement of the workload is planned with it.'
  }
  const best = statements
    .map(({ comparison }) => comparison)
    .sort(byGain)
    .at(-1)
  return `No statement is clearly faster with it${best === undefined ? '' : `; the best goes ${fromTo(best)}`}.`
}

function netLoss(savedMs: number, writesMs: number): string {
  const reading = savedMs > 0 ? `saves ${time(savedMs)}` : `costs ${time(-savedMs)}`
  const writing = writesMs > 0 ? ` and writing costs ${time(writesMs)}` : ''
  return `Over all calls of the workload reading ${reading}${writing}.`
}

function gain(gaining: readonly Comparison[], writes: WriteComparison | null): string {
  const most = [...gaining].sort(byGain).at(-1)
  const best = most === undefined ? '' : `, the one that gains most goes ${fromTo(most)}`
  return `${count(gaining.length, 'statement')} ${gaining.length === 1 ? 'gains' : 'gain'}${best}${writing(writes)}.`
}

function writing(writes: WriteComparison | null): string {
  if (writes === null) return ''
  const rows = `inserting ${count(writes.rows, 'row')}`
  const unclear = isFaster(writes) || isSlower(writes) ? '' : ', which is no clear difference'
  return `; ${rows} goes ${fromTo(writes)}${unclear}`
}

function fromTo({ perCall: { beforeMs, afterMs } }: Comparison): string {
  return `from ${time(beforeMs)} to ${time(afterMs)}`
}

const wholeNumber = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const threeDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 })

export function count(number: number, noun: string): string {
  return `${wholeNumber.format(number)} ${noun}${number === 1 ? '' : 's'}`
}

export function time(ms: number): string {
  return ms >= 1000 ? `${threeDigits.format(ms / 1000)} s` : `${threeDigits.format(ms)} ms`
}

function size(bytes: number): string {
  return bytes >= 2 ** 20 ? `${threeDigits.format(bytes / 2 ** 20)} MiB` : `${threeDigits.format(bytes / 2 ** 10)} KiB`
}
