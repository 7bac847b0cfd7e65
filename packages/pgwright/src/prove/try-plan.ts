import type { Change, ObjectName, Plan, Trial, WriteTrial } from '../model/index.ts'
import { type Bench, type StatementTrial, writeTrial } from './bench.ts'
import { calibrationOf } from './calibration.ts'
import { NotRun } from './not-run.ts'
import { dependents, tryChange, tryDeclared, untried } from './try-change.ts'
import { count, savedBy, time, type Verdict } from './verdict.ts'

export interface TryPlanOptions {
  /** Why a change can't be tried. */
  readonly impossible: ReadonlyMap<Change, string>
  readonly step: (what: string) => void
}

/**
 * Tries every change in the company of those that are still in place, throws out what does not pay, then tries what
 * is left as a whole.
 */
export async function tryPlan(bench: Bench, plan: Plan, { impossible, step }: TryPlanOptions): Promise<Plan> {
  const tryOne = (change: Change, all: readonly Change[]) =>
    change.forms === null ? tryChange(bench, plan, change, all) : tryDeclared(bench, change, change.forms, all)
  const trials = new Map<Change, Trial>()
  const rejected: Plan['rejected'] = []
  let inPlace: readonly Change[] = plan.changes.filter((change) => !impossible.has(change))
  for (const change of inOrderOfTrial(inPlace)) {
    step(`trying ${change.kind} on ${change.table}`)
    if (!inPlace.includes(change)) continue // thrown out with one that it needs
    const trial = await tryOne(change, inPlace)
    trials.set(change, trial)
    if (trial.verdict !== 'does-not-pay') continue
    const out = [change, ...dependents(change, inPlace)]
    inPlace = inPlace.filter((other) => !out.includes(other))
    rejected.push(...out.map((other) => rejection(other, change, trial, trials)))
  }
  const kept = plan.changes.filter((change) => inPlace.includes(change) || impossible.has(change))
  const withTrial = (change: Change): Change => {
    const reason = impossible.get(change)
    return { ...change, trial: reason === undefined ? (trials.get(change) ?? null) : untried(bench, reason) }
  }
  return {
    ...plan,
    changes: kept.map(withTrial),
    rejected: [...plan.rejected, ...rejected],
    trial: await tryWhole(
      bench,
      plan,
      inPlace.filter(isIndexed),
      rejected.map(({ change }) => change),
      step,
    ),
  }
}

/**
 * What gains least comes first, so that of two indexes that do the same work the better one stays. What brings forms of
 * its own is tried beside the indexes that have stayed. Any other change, of an option, a setting or a policy, passes
 * as it is: a copy can't show what it is worth.
 */
function inOrderOfTrial(changes: readonly Change[]): Change[] {
  const indexed = changes.filter(isIndexed)
  const created = indexed.filter(({ kind }) => kind === 'create-index')
  const byBenefit = created.sort((a, b) => a.benefit.total - a.writeCost - (b.benefit.total - b.writeCost))
  const declared = changes.filter(({ forms }) => forms !== null)
  return [...byBenefit, ...indexed.filter(({ kind }) => kind === 'drop-index'), ...declared]
}

/** Whether the statements of the workload show what it is worth, with the index and without. */
export function isIndexed({ kind, forms }: Change): boolean {
  return forms === null && (kind === 'create-index' || kind === 'drop-index')
}

function rejection(change: Change, cause: Change, trial: Trial, trials: ReadonlyMap<Change, Trial>) {
  if (change === cause) return { change: { ...change, trial }, reason: trial.reason }
  const reason = `It depends on the change ${cause.id}, which was thrown out: ${trial.reason}`
  return { change: { ...change, trial: trials.get(change) ?? null }, reason }
}

/** The plan as a whole: the target without any of its changes, and with all that are left. */
async function tryWhole(
  bench: Bench,
  plan: Plan,
  inPlace: readonly Change[],
  rejected: readonly Change[],
  step: (what: string) => void,
): Promise<Trial> {
  const states = { before: new Set<Change>(), after: new Set(inPlace) }
  const everything = () => true
  const warm = await bench.statements(states, everything, () => step('trying the plan as a whole'))
  const statements = await bench.cold(states, warm)
  const writes: WriteTrial[] = []
  for (const table of tablesOf(inPlace)) {
    const comparison = await bench.writes(states, table)
    if (comparison !== null) writes.push(writeTrial(table, comparison))
  }
  const indexes = inPlace.flatMap((change) => bench.indexes.get(change) ?? [])
  const sizes = indexes.map(({ change, sizeBytes }) => (change.kind === 'create-index' ? sizeBytes : -sizeBytes))
  const notRun = plan.workload.statements.filter((statement) => bench.notRun.has(statement))
  const measured = statements.map(({ subject: { statement }, comparison }) => ({ ...statement, comparison }))
  const calibration = calibrationOf(plan, rejected, measured)
  return {
    ...bench.trial(statements, writes, notRun),
    ...(calibration === null ? {} : { calibration }),
    ...notColdOf(statements),
    ...wholeVerdict(statements, inPlace),
    sizeBytes: sizes.reduce((sum, size) => sum + size, 0),
    buildMs: indexes.reduce((sum, { buildMs }) => sum + buildMs, 0),
  }
}

/** Where nothing could be had cold, that is said once. */
function notColdOf(trials: readonly StatementTrial[]): Pick<Trial, 'notCold'> {
  if (trials.every(({ cold }) => cold === undefined)) return {}
  const lacking = trials.flatMap(({ subject: { statement }, cold }) =>
    cold instanceof NotRun ? [{ fingerprint: statement.fingerprint, reason: cold.message }] : [],
  )
  const [first] = lacking
  const alike = lacking.length === trials.length && lacking.every(({ reason }) => reason === first?.reason)
  return { notCold: alike && first !== undefined ? [{ fingerprint: null, reason: first.reason }] : lacking }
}

function wholeVerdict(trials: readonly StatementTrial[], inPlace: readonly Change[]): Verdict {
  if (inPlace.length === 0) return { verdict: 'undecided', reason: 'No change of the plan is left that was tried.' }
  if (trials.length === 0) return { verdict: 'undecided', reason: 'No statement of the workload could be run.' }
  const measured = trials.map(({ subject, comparison }) => ({ calls: subject.statement.calls, comparison }))
  const total = (side: 'beforeMs' | 'afterMs') =>
    time(measured.reduce((sum, { calls, comparison }) => sum + calls * comparison.perCall[side], 0))
  const statements = count(trials.length, 'statement')
  const reason = `All calls of the ${statements} that were run take ${total('afterMs')} instead of ${total('beforeMs')}.`
  // A plan that only drops indexes saves no time, and each of its changes has been judged already.
  const created = inPlace.some(({ kind }) => kind === 'create-index')
  return { verdict: savedBy(measured) > 0 || !created ? 'pays' : 'does-not-pay', reason }
}

function tablesOf(changes: readonly Change[]): ObjectName[] {
  const tables = new Map(changes.map(({ schema, table }) => [JSON.stringify([schema, table]), { schema, name: table }]))
  return [...tables.values()]
}
