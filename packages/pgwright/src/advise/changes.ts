import type { Change, ChangeDetails, Snapshot } from '../model/index.ts'
import { dropIndexChange, indexLock, quoteQualified } from '../sql/index.ts'
import { blockSize, type SpecCandidate, type Twin } from '../twin/index.ts'
import { type Effects, effectsOf } from './effects.ts'
import { newIndexDetails } from './index-details.ts'
import type { IndexNames } from './index-name.ts'
import { newIndexChange } from './partitioned-change.ts'
import type { PlannedStatement } from './planned-statement.ts'
import { createReason, dropReason } from './reason.ts'
import { type Redundant, redundantIndexes } from './redundant.ts'
import { type Bits, bitsOf } from './search/bits.ts'
import type { Costs } from './search/costs.ts'
import { effectsOfIndex } from './worth.ts'
import type { WriteCosts, WriteLoad } from './writes/write-costs.ts'

/** A statement may become this much dearer when a redundant index goes: the wider one is a little slower to read. */
const toleratedRise = 0.05

/** Everything that the changes of a plan are made from. */
export interface Choice {
  readonly twin: Twin
  readonly snapshot: Snapshot
  readonly costs: Costs
  readonly statements: readonly PlannedStatement[]
  readonly writes: WriteCosts
  readonly candidates: readonly SpecCandidate[]
  /** Numbers of the candidates chosen. */
  readonly chosen: readonly number[]
  readonly costBefore: number
}

/** An index to be dropped; what that does to statements, together with the others of its table that go. */
interface Dropped extends Redundant {
  readonly effects: Effects
}

/** A change for each chosen index, the one that gains most first. */
export async function createChanges(choice: Choice, names: IndexNames): Promise<Map<SpecCandidate, Change>> {
  const { costs, statements, candidates, writes, snapshot, costBefore } = choice
  const set = setOf(choice)
  const changes: [SpecCandidate, Change][] = []
  for (const index of choice.chosen) {
    const candidate = candidates[index]
    if (candidate === undefined) continue
    const { benefit, ...effects } = await effectsOfIndex(costs, statements, set, index)
    const load = writes.of(candidate)
    const changed = new Set(benefit.queries.map(({ fingerprint }) => fingerprint))
    const readers = statements.filter(({ statement }) => changed.has(statement.fingerprint))
    const details = newIndexDetails(candidate, snapshot, load, effects, readers)
    const reason = createReason(effects, benefit.total, costBefore)
    const worth = { benefit, writeCost: load.cost, reason, details, dependsOn: [] }
    changes.push([candidate, newIndexChange(candidate, snapshot, names, worth)])
  }
  return new Map(changes.sort(([, a], [, b]) => b.benefit.total - a.benefit.total))
}

/**
 * A change for each existing index that another does the work of, tried on the twin: it stays where a statement of
 * the workload would become notably dearer. Leaves what it drops hidden on the twin.
 */
export async function dropChanges(choice: Choice, created: ReadonlyMap<SpecCandidate, Change>): Promise<Change[]> {
  const byTable = new Map<string, Redundant[]>()
  for (const redundant of redundantIndexes(choice.snapshot, chosenOf(choice))) {
    const table = quoteQualified(redundant.index.schema, redundant.index.table)
    byTable.set(table, [...(byTable.get(table) ?? []), redundant])
  }
  const dropped: Dropped[] = []
  for (const [table, redundant] of byTable) dropped.push(...(await droppable(choice, table, redundant)))
  return dropped.map((redundant) => dropChange(choice, redundant, created))
}

/** The same changes, those that make others drop an index with its name. */
export function withReplaced(created: Iterable<Change>, dropped: readonly Change[]): Change[] {
  const replacedBy = ({ id }: Change) => dropped.filter(({ dependsOn }) => dependsOn.includes(id)).map(droppedIndex)
  return [...created].map((change) =>
    change.details === undefined
      ? change
      : { ...change, details: { ...change.details, replaces: replacedBy(change).sort() } },
  )
}

function droppedIndex({ steps }: Change): string {
  const ensure = steps[0]?.ensure
  return ensure?.kind === 'index-absent' ? quoteQualified(ensure.schema, ensure.index) : ''
}

/** All of a table's at once, which mostly goes well; one by one where it does not. */
async function droppable(choice: Choice, table: string, redundant: readonly Redundant[]): Promise<Dropped[]> {
  const { twin, costs, statements } = choice
  const set = setOf(choice)
  const readers = statements.filter(({ accesses }) =>
    accesses.some((access) => quoteQualified(access.table.schema, access.table.name) === table),
  )
  const hidden = redundant.map(({ index }) => index)
  const before = await costs.ofAll(readers, set)
  await twin.show(hidden, false)
  for (const reader of readers) costs.forget(reader)
  const after = await costs.ofAll(readers, set)
  if (before.every((cost, i) => (after[i] ?? 0) <= cost * (1 + toleratedRise))) {
    const effects = effectsOf(
      readers.map((planned, i) => ({ planned, before: before[i] ?? 0, after: after[i] ?? before[i] ?? 0 })),
    )
    return redundant.map((one) => ({ ...one, effects }))
  }
  await twin.show(hidden, true)
  for (const reader of readers) costs.forget(reader)
  if (redundant.length === 1) return []
  const alone: Dropped[] = []
  for (const one of redundant) alone.push(...(await droppable(choice, table, [one])))
  return alone
}

function dropChange(
  { writes }: Choice,
  { index, coveredBy, effects }: Dropped,
  created: ReadonlyMap<SpecCandidate, Change>,
): Change {
  const change = 'spec' in coveredBy ? created.get(coveredBy) : undefined
  const [by, keys] =
    'spec' in coveredBy
      ? [indexNameOf(change), coveredBy.spec.keys.length + coveredBy.spec.include.length]
      : [coveredBy.name, coveredBy.keys.length + coveredBy.include.length]
  const duplicate = keys === index.keys.length
  const load = writes.ofIndex(index)
  const { gains, losses, confidence } = effects
  return dropIndexChange(index, index.size.blocks * blockSize, {
    benefit: { total: 0, queries: [] },
    writeCost: -load.cost,
    details: {
      gains,
      losses,
      confidence,
      replaces: [],
      buildMs: null,
      lock: indexLock,
      writes: saved(load),
      caveats: ['Statements that are not in the workload may read it: see whether it is scanned on standbys too.'],
    },
    reason: dropReason(index, by, duplicate),
    dependsOn: change === undefined ? [] : [change.id],
  })
}

function saved({ entries, heapOnlyLost, walBytes }: WriteLoad): ChangeDetails['writes'] {
  return { entries: 0 - entries, heapOnlyLost: 0 - heapOnlyLost, walBytes: 0 - walBytes }
}

function indexNameOf(change: Change | undefined): string {
  const ensure = change?.steps[0]?.ensure
  return ensure?.kind === 'index-present' ? ensure.index : ''
}

function chosenOf({ candidates, chosen }: Choice): SpecCandidate[] {
  return chosen.flatMap((index) => candidates[index] ?? [])
}

function setOf({ candidates, chosen }: Choice): Bits {
  return bitsOf(candidates.length, chosen)
}
