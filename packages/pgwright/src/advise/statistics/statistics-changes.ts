import type { Change, ExtendedData, ObjectName } from '../../model/index.ts'
import { withoutValues } from '../../observe/index.ts'
import { createStatisticsChange, quoteQualified, readableQualified, repairNormalised } from '../../sql/index.ts'
import { PlanTrees } from '../../twin/index.ts'
import { type InPlace, leastGain, type PlannedInPlace } from '../in-place.ts'
import { genericPlan } from '../planned-statement.ts'
import { refusedAsNull } from '../refused.ts'
import { formValues } from '../rewrites/form-values.ts'
import { factor, mayBeWrong } from './estimates.ts'
import { StatisticsNames } from './statistics-names.ts'
import { statisticsEffect, statisticsReason } from './statistics-reason.ts'
import { askedTogether, type Together } from './together.ts'
import { type Tried, tryStatistics } from './trial.ts'

/** A `CREATE STATISTICS` and the table that it is on. */
export interface WantedStatistics {
  readonly on: ObjectName
  readonly sql: string
}

/** What `ANALYZE` would find for each on the source, in their order; null where it could not be read. */
export type StatisticsSampler = (wanted: readonly WantedStatistics[]) => Promise<readonly (ExtendedData | null)[]>

/** Each costs the source a query. */
const mostSampled = 6
/** What is bounded to be wrong by less for usual values is not looked at. */
const worthSampling = 2

/** The same columns, asked for by one statement or several. */
interface Candidate extends WantedStatistics {
  readonly name: string
  readonly asked: readonly Together[]
}

/**
 * Extended statistics for statements that are planned by a wrong estimate, where a right one makes another plan. What
 * that is worth no cost tells: costs change because estimates become right.
 */
export async function statisticsChanges(inPlace: InPlace, sample: StatisticsSampler): Promise<Change[]> {
  const candidates = await candidatesOf(inPlace)
  if (candidates.length === 0) return []
  const sampled = await sample(candidates.map(({ on, sql }) => ({ on, sql })))
  const made: Candidate[] = []
  const changes: Change[] = []
  try {
    for (const [i, candidate] of candidates.entries()) {
      const data = sampled[i] ?? null
      const change = data === null ? null : await changeOf(inPlace, candidate, data, made)
      if (change !== null) changes.push(change)
    }
  } finally {
    for (const { on, name } of made) await inPlace.twin.alter(`drop statistics ${quoteQualified(on.schema, name)}`)
  }
  return changes
}

/** What most of the workload rests on first; of those that are alike in that, the ones of more columns. */
async function candidatesOf(inPlace: InPlace): Promise<Candidate[]> {
  const { twin, snapshot } = inPlace
  const asked = inPlace.heaviest.flatMap((planned) =>
    shareOf(planned, inPlace) < leastGain ? [] : askedTogether(snapshot, planned),
  )
  const byKeys = new Map<string, Together[]>()
  for (const together of asked) {
    const key = JSON.stringify([together.on, together.keys.map(({ text }) => text)])
    byKeys.set(key, [...(byKeys.get(key) ?? []), together])
  }
  const weight = (all: readonly Together[]) =>
    all.reduce((sum, { planned }) => sum + planned.plan['Total Cost'] * planned.weight, 0)
  const sorted = [...byKeys.values()].sort(
    (a, b) => weight(b) - weight(a) || (b[0]?.keys.length ?? 0) - (a[0]?.keys.length ?? 0),
  )
  const names = new StatisticsNames(snapshot)
  const found: Candidate[] = []
  for (const all of sorted) {
    if (found.length === mostSampled) break
    const doubtful: Together[] = []
    for (const together of all) {
      const bound = await mayBeWrong(twin, together).catch(refusedAsNull)
      if (bound !== null && bound >= worthSampling) doubtful.push(together)
    }
    const [first] = doubtful
    if (first === undefined) continue
    const keys = first.keys.map(({ text }) => text)
    const name = names.name(first.on, keys)
    found.push({ on: first.on, name, sql: createSql(first.on, name, keys, doubtful), asked: doubtful })
  }
  return found
}

function createSql(on: ObjectName, name: string, keys: readonly string[], asked: readonly Together[]): string {
  const rows = asked.some(({ of }) => of === 'rows')
  // Combinations by their number are needed for a sample to tell how many rows have one.
  const kinds = keys.length === 1 ? '' : rows ? ' (ndistinct, dependencies, mcv)' : ' (ndistinct)'
  const [statistics, table] = [readableQualified(on.schema, name), readableQualified(on.schema, on.name)]
  return `create statistics ${statistics}${kinds} on ${keys.join(', ')} from ${table}`
}

/** Of the workload's cost, or of its time where that is known and more: what is estimated too low looks cheap. */
function shareOf(planned: PlannedInPlace, { snapshot, cost }: InPlace): number {
  const { statement, share, weight, plan } = planned
  const time = snapshot.workload.statements.reduce((sum, { totalMs }) => sum + totalMs, 0)
  const ofTime = time === 0 ? 0 : (share * statement.totalMs) / time
  return Math.max(ofTime, (weight * plan['Total Cost']) / Math.max(1, cost))
}

async function changeOf(
  inPlace: InPlace,
  candidate: Candidate,
  data: ExtendedData,
  made: Candidate[],
): Promise<Change | null> {
  const { twin, snapshot } = inPlace
  const trees = new PlanTrees(snapshot)
  const add = async () => {
    await twin.addStatistics(candidate.sql, data)
    made.push(candidate)
  }
  const tried = await tryStatistics(twin, trees, candidate.asked, data, add).catch(refusedAsNull)
  const [first, ...others] = [...(tried ?? [])].sort((a, b) => wrongBy(b) - wrongBy(a))
  const forms = first === undefined ? null : await formsOf(inPlace, first)
  if (first === undefined || forms === null) {
    await withdraw(inPlace, candidate, made)
    return null
  }
  const effect = statisticsEffect(first, others, inPlace.chosen)
  return createStatisticsChange(candidate, candidate.sql, forms, effect, statisticsReason(candidate.on, first, effect))
}

function wrongBy({ independent, sampled }: Tried): number {
  return factor(independent, sampled)
}

/** What comes to nothing must not make the next one look needless. */
async function withdraw({ twin }: InPlace, candidate: Candidate, made: Candidate[]): Promise<void> {
  const at = made.indexOf(candidate)
  if (at < 0) return
  made.splice(at, 1)
  await twin.alter(`drop statistics ${quoteQualified(candidate.on.schema, candidate.name)}`)
}

/** The statement asked without and with them, with values that rows of its tables have together. */
async function formsOf({ twin, snapshot }: InPlace, { together: { planned } }: Tried): Promise<Change['forms']> {
  const sql = repairNormalised(withoutValues(planned.statement).sql)
  const generic = await genericPlan(twin, planned, sql).catch(refusedAsNull)
  const values = generic === null ? null : formValues(snapshot, sql, generic)
  const form = [{ sql, times: null }]
  return values === null ? null : { before: form, after: form, values, role: planned.statement.role }
}
