import type { Change, Snapshot } from '../model/index.ts'
import type { Candidate, Twin } from '../twin/index.ts'
import { createIndexChange, dropIndexChange } from './change.ts'
import type { CostModel } from './cost-model.ts'
import { IndexNames } from './index-name.ts'
import type { PlannedStatement } from './planned-statement.ts'
import { createReason, dropReason } from './reason.ts'
import { type Redundant, redundantIndexes } from './redundant.ts'
import { benefitOf } from './worth.ts'
import type { WriteCosts } from './write-cost.ts'

/** A statement may become this much dearer when a redundant index goes: the wider one is a little slower to read. */
const toleratedRise = 0.05

/** Everything that the changes of a plan are made from. */
export interface Choice {
  readonly twin: Twin
  readonly snapshot: Snapshot
  readonly model: CostModel
  readonly statements: readonly PlannedStatement[]
  readonly writes: WriteCosts
  readonly chosen: readonly Candidate[]
  readonly costBefore: number
}

/** A change for each chosen index, the one that gains most first. */
export async function createChanges(choice: Choice): Promise<Map<Candidate, Change>> {
  const { model, statements, chosen, writes, snapshot, costBefore } = choice
  const set = new Set(chosen.map(({ name }) => name))
  const names = new IndexNames(snapshot)
  const changes: [Candidate, Change][] = []
  for (const candidate of chosen) {
    const benefit = await benefitOf(model, statements, set, candidate.name)
    const writeCost = writes.of(candidate.spec, candidate.size.height)
    const reason = createReason(benefit, costBefore, benefit.total)
    const worth = { benefit, writeCost, reason, dependsOn: [] }
    changes.push([candidate, createIndexChange(candidate, names.name(candidate.spec), worth)])
  }
  return new Map(changes.sort(([, a], [, b]) => b.benefit.total - a.benefit.total))
}

/**
 * A change for each existing index that another does the work of, tried on the twin: it stays where a statement of
 * the workload would become notably dearer. Leaves what it drops hidden on the twin.
 */
export async function dropChanges(choice: Choice, created: ReadonlyMap<Candidate, Change>): Promise<Change[]> {
  const { twin, model, statements, chosen, snapshot } = choice
  const set = new Set(chosen.map(({ name }) => name))
  const changes: Change[] = []
  for (const redundant of redundantIndexes(snapshot, chosen)) {
    const before = await costs(model, statements, set)
    await twin.show([redundant.index], false)
    model.forget()
    const after = await costs(model, statements, set)
    if (before.every((cost, i) => (after[i] ?? 0) <= cost * (1 + toleratedRise))) {
      changes.push(dropChange(choice, redundant, created))
    } else {
      await twin.show([redundant.index], true)
      model.forget()
    }
  }
  return changes
}

function dropChange(
  { writes }: Choice,
  { index, coveredBy }: Redundant,
  created: ReadonlyMap<Candidate, Change>,
): Change {
  const change = 'spec' in coveredBy ? created.get(coveredBy) : undefined
  const keys = 'spec' in coveredBy ? coveredBy.spec.keys.length : coveredBy.keys.length
  const by = 'spec' in coveredBy ? indexNameOf(change) : coveredBy.name
  const duplicate = keys === index.keys.length && !('spec' in coveredBy)
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

async function costs(model: CostModel, statements: readonly PlannedStatement[], set: ReadonlySet<string>) {
  const result: number[] = []
  for (const statement of statements) result.push(await model.cost(statement, set))
  return result
}
