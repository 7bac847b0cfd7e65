import type { Change, Trial } from '../model/index.ts'
import { type Comparison, isFaster, isSlower, riseMs } from './difference.ts'
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
  const gaining = statements.filter(({ comparison }) => isFaster(comparison))
  if (gaining.length === 0 && notRun > 0) {
    const reason = `${count(notRun, 'statement')} that it is for could not be run, and no other gains by it.`
    return { verdict: 'undecided', reason }
  }
  if (gaining.length === 0) return { verdict: 'does-not-pay', reason: noGain(evidence) }
  const savedMs = savedBy(statements)
  const writesMs = writes === null ? 0 : (Math.max(0, riseMs(writes)) / writes.rows) * writtenRows
  if (savedMs <= writesMs) {
    const costs = writesMs > 0 ? `, and writing costs ${time(writesMs)}` : ''
    const change = savedMs > 0 ? `saves ${time(savedMs)}` : `costs ${time(-savedMs)}`
    return { verdict: 'does-not-pay', reason: `Over all calls of the workload reading ${change}${costs}.` }
  }
  return {
    verdict: 'pays',
    reason: gain(
      gaining.map(({ comparison }) => comparison),
      evidence,
    ),
  }
}

function judgeDropped({ statements, writes, sizeBytes }: Evidence): Verdict {
  const slower = statements.filter(({ comparison }) => isSlower(comparison))
  const worst = slower.map(({ comparison }) => comparison).sort((a, b) => riseMs(b) - riseMs(a))[0]
  if (worst !== undefined) {
    const reason = `Without it ${count(slower.length, 'statement')} would be slower, the worst at ${fromTo(worst)}.`
    return { verdict: 'does-not-pay', reason }
  }
  const compared = statements.length === 0 ? 'No statement that was run uses it' : 'No statement is slower without it'
  return { verdict: 'pays', reason: `${compared}; ${size(Math.abs(sizeBytes))} are freed${writing(writes)}.` }
}

/** Milliseconds that the calls of all statements save, those that differ clearly alone. */
export function savedBy(statements: Evidence['statements']): number {
  const clear = statements.filter(({ comparison }) => isFaster(comparison) || isSlower(comparison))
  return clear.reduce((sum, { calls, comparison }) => sum - calls * riseMs(comparison), 0)
}

function noGain({ statements }: Evidence): string {
  if (statements.every(({ comparison: { before, after } }) => before === after)) {
    return 'No statement of the workload is planned with it.'
  }
  const [best] = statements.map(({ comparison }) => comparison).sort((a, b) => riseMs(a) - riseMs(b))
  return `No statement is clearly faster with it${best === undefined ? '' : `; the best goes ${fromTo(best)}`}.`
}

function gain(gaining: readonly Comparison[], { writes }: Evidence): string {
  const [most] = [...gaining].sort((a, b) => riseMs(a) - riseMs(b))
  const best = most === undefined ? '' : `, the one that gains most goes ${fromTo(most)}`
  return `${count(gaining.length, 'statement')} ${gaining.length === 1 ? 'gains' : 'gain'}${best}${writing(writes)}.`
}

function writing(writes: WriteComparison | null): string {
  if (writes === null) return ''
  const rows = `inserting ${count(writes.rows, 'row')}`
  return isFaster(writes) || isSlower(writes) ? `; ${rows} goes ${fromTo(writes)}` : `; ${rows} takes as long as before`
}

function fromTo({ before, after }: Comparison): string {
  return `from ${time(before.p50Ms)} to ${time(after.p50Ms)}`
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
