import type { Change, Snapshot } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'
import type { SpecCandidate, Twin } from '../twin/index.ts'
import { createIndexChange, dropIndexChange } from './change.ts'
import { IndexNames } from './index-name.ts'
import type { PlannedStatement } from './planned-statement.ts'
import { createReason, dropReason } from './reason.ts'
import { type Redundant, redundantIndexes } from './redundant.ts'
import { type Bits, bitsOf } from './search/bits.ts'
import type { Costs } from './search/costs.ts'
import { benefitOf } from './worth.ts'
import type { WriteCosts } from './write-cost.ts'

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

/** A change for each chosen index, the one that gains most first. */
export async function createChanges(choice: Choice): Promise<Map<SpecCandidate, Change>> {
  const { costs, statements, candidates, writes, snapshot, costBefore } = choice
  const set = setOf(choice)
  const names = new IndexNames(snapshot)
  const changes: [SpecCandidate, Change][] = []
  for (const index of choice.chosen) {
    const candidate = candidates[index]
    if (candidate === undefined) continue
    const benefit = await benefitOf(costs, statements, set, index)
    const writeCost = writes.of(candidate.spec, candidate.height)
    const reason = createReason(benefit, costBefore)
    const worth = { benefit, writeCost, reason, dependsOn: [] }
    changes.push([candidate, createIndexChange(candidate, names.name(candidate.spec), worth)])
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
  const dropped: Redundant[] = []
  for (const [table, redundant] of byTable) dropped.push(...(await droppable(choice, table, redundant)))
  return dropped.map((redundant) => dropChange(choice, redundant, created))
}

/** All of a table's at once, which mostly goes well; one by one where it does not. */
async function droppable(choice: Choice, table: string, redundant: readonly Redundant[]): Promise<Redundant[]> {
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
  if (before.every((cost, i) => (after[i] ?? 0) <= cost * (1 + toleratedRise))) return [...redundant]
  await twin.show(hidden, true)
  for (const reader of readers) costs.forget(reader)
  if (redundant.length === 1) return []
  const alone: Redundant[] = []
  for (const one of redundant) alone.push(...(await droppable(choice, table, [one])))
  return alone
}

function dropChange(
  { writes }: Choice,
  { index, coveredBy }: Redundant,
  created: ReadonlyMap<SpecCandidate, Change>,
): Change {
  const change = 'spec' in coveredBy ? created.get(coveredBy) : undefined
  const [by, keys] =
    'spec' in coveredBy
      ? [indexNameOf(change), coveredBy.spec.keys.length + coveredBy.spec.include.length]
      : [coveredBy.name, coveredBy.keys.length + coveredBy.include.length]
  const duplicate = keys === index.keys.length
  return dropIndexChange(index, {
    benefit: { total: 0, queries: [] },
    writeCost: -writes.ofIndex(index),
    reason: dropReason(index, by, duplicate),
    dependsOn: change === undefined ? [] : [change.id],
  })
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
