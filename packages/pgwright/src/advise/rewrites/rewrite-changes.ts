import type { Change, Forms, ObjectName } from '../../model/index.ts'
import { withoutValues } from '../../observe/index.ts'
import { isPlannable, repairNormalised, rewriteChange, withCountsOf } from '../../sql/index.ts'
import { indexesOf, type PlanNode, type SpecCandidate, TypicalValues } from '../../twin/index.ts'
import { effectsOf } from '../effects.ts'
import { figure } from '../figures.ts'
import { type InPlace, leastGain, oncePerStatement, type PlannedInPlace } from '../in-place.ts'
import { newIndexDetails } from '../index-details.ts'
import type { IndexNames } from '../index-name.ts'
import { newIndexChange } from '../partitioned-change.ts'
import { genericPlan } from '../planned-statement.ts'
import { refusedAsNull } from '../refused.ts'
import type { WriteCosts } from '../writes/write-costs.ts'
import { formValues } from './form-values.ts'
import { rewriteStatement } from './rewrite-statement.ts'

/** A rewritten statement must cost at most this part of what it cost with the advised indexes. */
const atMost = 0.7

/** What more there may be of indexes. */
export interface Room {
  readonly bytes: number
  readonly indexes: number
}

export interface RewriteOptions {
  readonly room: Room
  /** The indexes that could serve a statement, by its plan for any parameters. */
  readonly candidatesFor: (generic: PlanNode) => Promise<readonly SpecCandidate[]>
  readonly writes: WriteCosts
  readonly names: IndexNames
}

/** Statements that are better asked in another way than served by an index, each after the indexes that it then wants. */
export async function rewriteChanges(inPlace: InPlace, options: RewriteOptions): Promise<Change[]> {
  const typical = new TypicalValues(inPlace.snapshot)
  const changes: Change[] = []
  const built = new Map<SpecCandidate, Change>()
  for (const planned of oncePerStatement(inPlace.heaviest)) {
    const compared = await compare(inPlace, typical, planned, built, options).catch(refusedAsNull)
    if (compared === null || compared.gain < leastGain * inPlace.cost) continue
    const { forms, because, indexes, benefit, table } = compared
    const needs = indexes.map((candidate) => {
      const known = built.get(candidate) ?? indexChange(inPlace, candidate, planned, forms, options)
      if (!built.has(candidate)) changes.push(known)
      built.set(candidate, known)
      return known.id
    })
    const reason = `${because.join(' ')} Asked in the other way the statement returns the same rows, and the planner's cost of it falls from ${figure(compared.before)} to ${figure(compared.after)} (estimates).`
    changes.push(rewriteChange(table, forms, { benefit, writeCost: 0, reason, dependsOn: needs }))
  }
  return changes
}

interface Compared {
  readonly forms: Forms
  readonly because: readonly string[]
  readonly table: ObjectName
  /** Indexes that are not among the advised ones, and without which the rewritten statement would gain less. */
  readonly indexes: readonly SpecCandidate[]
  readonly before: number
  readonly after: number
  /** Of the workload's cost, net of what the indexes cost its writes. */
  readonly gain: number
  readonly benefit: Change['benefit']
}

/** @param built the indexes that statements looked at before want: they are there, and paid for */
async function compare(
  inPlace: InPlace,
  typical: TypicalValues,
  planned: PlannedInPlace,
  built: ReadonlyMap<SpecCandidate, Change>,
  { candidatesFor, writes, room }: RewriteOptions,
): Promise<Compared | null> {
  const { twin, snapshot } = inPlace
  const { statement, context, weight } = planned
  const { role } = statement
  const sql = withCountsOf(repairNormalised(withoutValues(statement).sql), statement.sql)
  const rewritten = isPlannable(sql) ? rewriteStatement(snapshot, sql) : null
  if (rewritten === null) return null
  const generic = await genericPlan(twin, planned, sql)
  const rewrittenGeneric = await genericPlan(twin, planned, rewritten.sql)
  const values = formValues(snapshot, sql, generic)
  if (values === null) return null
  const plan = (text: string) => twin.explain(typical.fill(text, generic), context)
  const planWith = async (candidates: readonly SpecCandidate[]) => {
    await twin.show(candidates, true)
    try {
      return await plan(rewritten.sql)
    } finally {
      await twin.show(candidates, false)
    }
  }
  const before = (await plan(sql))['Total Cost']
  const alone = (await plan(rewritten.sql))['Total Cost']
  const made = await candidatesFor(rewrittenGeneric)
  const candidates = made.filter((one) => !inPlace.chosen.includes(one))
  const used = indexesOf(await planWith(candidates))
  const wanted = candidates.filter(({ name, parts }) => used.has(name) || parts.some((part) => used.has(part.name)))
  const isBuilt = (candidate: SpecCandidate) => built.has(candidate)
  const fits = fit(
    wanted.filter((candidate) => !isBuilt(candidate)),
    less(room, [...built.keys()]),
  )
  const having = fits ? wanted : wanted.filter(isBuilt)
  const withIndexes = (await planWith(having))['Total Cost']
  const indexes = withIndexes <= atMost * alone ? having : []
  const after = indexes.length === 0 ? alone : withIndexes
  if (after > atMost * before) return null
  const saved = weight * (before - after)
  const upkeep = indexes.reduce((sum, candidate) => sum + (isBuilt(candidate) ? 0 : writes.of(candidate).cost), 0)
  const form = (text: string) => [{ sql: text, times: null }]
  return {
    forms: { before: form(sql), after: form(rewritten.sql), values, role },
    because: rewritten.because,
    table: rewritten.table,
    indexes,
    before,
    after,
    gain: saved - upkeep,
    benefit: {
      total: saved,
      queries: [{ fingerprint: statement.fingerprint, costBefore: before, costAfter: after }],
    },
  }
}

/** What it brings stands with the statement that it is for, which also tries it: no other one asks for it. */
function indexChange(
  { snapshot }: InPlace,
  candidate: SpecCandidate,
  planned: PlannedInPlace,
  forms: Forms,
  { names, writes }: RewriteOptions,
): Change {
  const load = writes.of(candidate)
  const { benefit, ...effects } = effectsOf([])
  const details = newIndexDetails(candidate, snapshot, load, effects, [planned])
  const reason = 'Serves a statement once it is asked in the other way that depends on this change.'
  const worth = { benefit, writeCost: load.cost, reason, details, dependsOn: [] }
  const change = newIndexChange(candidate, snapshot, names, worth)
  return { ...change, forms: { ...forms, before: forms.after } }
}

function less({ bytes, indexes }: Room, built: readonly SpecCandidate[]): Room {
  return { bytes: bytes - bytesOf(built), indexes: indexes - built.length }
}

function fit(candidates: readonly SpecCandidate[], { bytes, indexes }: Room): boolean {
  return candidates.length <= indexes && bytesOf(candidates) <= bytes
}

function bytesOf(candidates: readonly SpecCandidate[]): number {
  return candidates.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}
