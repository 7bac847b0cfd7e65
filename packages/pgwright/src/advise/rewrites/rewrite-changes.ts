import type { Change, Forms } from '../../model/index.ts'
import { withoutValues } from '../../observe/index.ts'
import { isPlannable, repairNormalised } from '../../sql/index.ts'
import { accessesOf, type IndexSpec, indexesOf, type SpecCandidate, TypicalValues } from '../../twin/index.ts'
import { createIndexChange, rewriteChange } from '../change.ts'
import type { InPlace, PlannedInPlace } from '../in-place.ts'
import type { IndexNames } from '../index-name.ts'
import { genericPlan } from '../planned-statement.ts'
import type { WriteCosts } from '../writes/write-costs.ts'
import { formValues } from './form-values.ts'
import { rewriteStatement } from './rewrite-statement.ts'

/** A rewritten statement must cost at most this part of what it cost with the advised indexes, … */
const atMost = 0.7
/** … and save this share of the workload's cost: people change code for it. */
const leastGain = 0.005

/** What more there may be of indexes. */
export interface Room {
  readonly bytes: number
  readonly indexes: number
}

export interface RewriteOptions {
  readonly room: Room
  /** The indexes that could serve a statement, by how it goes about its tables. */
  readonly specs: (accesses: ReturnType<typeof accessesOf>) => readonly IndexSpec[]
  readonly writes: WriteCosts
  readonly names: IndexNames
}

/** Statements that are better asked in another way than served by an index, each after the indexes that it then wants. */
export async function rewriteChanges(inPlace: InPlace, options: RewriteOptions): Promise<Change[]> {
  const typical = new TypicalValues(inPlace.snapshot)
  const changes: Change[] = []
  const built = new Map<SpecCandidate, Change>()
  for (const planned of oncePerStatement(inPlace.heaviest)) {
    const compared = await compare(inPlace, typical, planned, { ...options, room: less(options.room, built) }).catch(
      asItIs,
    )
    if (compared === null || compared.gain < leastGain * inPlace.cost) continue
    const { forms, because, indexes, benefit, table } = compared
    const needs = indexes.map((candidate) => {
      const known = built.get(candidate) ?? indexChange(candidate, compared, options)
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
  readonly table: { readonly schema: string; readonly name: string }
  /** Indexes that are not among the advised ones, and without which the rewritten statement would gain less. */
  readonly indexes: readonly SpecCandidate[]
  readonly before: number
  readonly after: number
  /** Of the workload's cost, net of what the indexes cost its writes. */
  readonly gain: number
  readonly benefit: Change['benefit']
}

async function compare(
  inPlace: InPlace,
  typical: TypicalValues,
  planned: PlannedInPlace,
  { specs, writes, room }: RewriteOptions,
): Promise<Compared | null> {
  const { twin, snapshot } = inPlace
  const { statement, context, weight } = planned
  const { role } = statement
  const sql = repairNormalised(withoutValues(statement).sql)
  const rewritten = isPlannable(sql) ? rewriteStatement(snapshot, sql) : null
  if (rewritten === null) return null
  const generic = await genericPlan(twin, planned, sql)
  const rewrittenGeneric = await genericPlan(twin, planned, rewritten.sql)
  const values = formValues(snapshot, sql, generic)
  const accesses = accessesOf(rewrittenGeneric)
  const [access] = accesses
  if (values === null || access === undefined) return null
  const plan = (text: string) => twin.explain(typical.fill(text, generic), context)
  const before = (await plan(sql))['Total Cost']
  const alone = (await plan(rewritten.sql))['Total Cost']
  const candidates = (await twin.addIndexes(specs(accesses))).filter((one) => !inPlace.chosen.includes(one))
  await twin.show(candidates, true)
  const used = indexesOf(await plan(rewritten.sql))
  await twin.show(candidates, false)
  const wanted = candidates.filter(({ name, parts }) => used.has(name) || parts.some((part) => used.has(part.name)))
  const fits = wanted.length <= room.indexes && bytesOf(wanted) <= room.bytes
  await twin.show(wanted, true)
  const withIndexes = (await plan(rewritten.sql))['Total Cost']
  await twin.show(wanted, false)
  const indexes = fits && withIndexes <= atMost * alone ? wanted : []
  const after = indexes.length === 0 ? alone : withIndexes
  if (after > atMost * before) return null
  const saved = weight * (before - after)
  const upkeep = indexes.reduce((sum, candidate) => sum + writes.of(candidate).cost, 0)
  const form = (text: string) => [{ sql: text, times: null }]
  return {
    forms: { before: form(sql), after: form(rewritten.sql), values, role },
    because: rewritten.because,
    table: access.table,
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

/** Tried by the statement that it is for: no other one asks for it. */
function indexChange(
  candidate: SpecCandidate,
  { forms, benefit }: Compared,
  { names, writes }: RewriteOptions,
): Change {
  const writeCost = writes.of(candidate).cost
  const reason = 'Serves a statement once it is asked in the other way that depends on this change.'
  const change = createIndexChange(candidate, names.name(candidate.spec), { benefit, writeCost, reason, dependsOn: [] })
  return { ...change, forms: { ...forms, before: forms.after } }
}

/** Without its literals a statement can be one that PostgreSQL refuses. */
function asItIs(): null {
  return null
}

function less({ bytes, indexes }: Room, built: ReadonlyMap<SpecCandidate, Change>): Room {
  return { bytes: bytes - bytesOf([...built.keys()]), indexes: indexes - built.size }
}

function bytesOf(candidates: readonly SpecCandidate[]): number {
  return candidates.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}

/** Ways of one statement count together. */
function oncePerStatement(heaviest: readonly PlannedInPlace[]): PlannedInPlace[] {
  const found = new Map<PlannedInPlace['statement'], PlannedInPlace>()
  for (const planned of heaviest) {
    const known = found.get(planned.statement)
    found.set(planned.statement, { ...(known ?? planned), weight: (known?.weight ?? 0) + planned.weight })
  }
  return [...found.values()]
}

function figure(cost: number): string {
  return cost.toLocaleString('en-US', { maximumFractionDigits: 0 })
}
