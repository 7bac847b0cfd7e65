import type { ChangedPlan, Snapshot } from '../../model/index.ts'
import { fingerprint, normalise } from '../../sql/index.ts'
import {
  compareScenario,
  type PlanNode,
  PlanTrees,
  type TwinServer,
  unchanged,
  type WhatIfResult,
} from '../../twin/index.ts'
import { migratedSnapshot } from './migrated-snapshot.ts'
import type { ObservedCopy } from './observe-copy.ts'

/** The heaviest, so that a workload of thousands takes seconds. */
const mostPlanned = 500

/** A cost that differs by less is the same plan with estimates a little off. */
const notableChange = 0.01

export interface ChangedPlans {
  readonly changed: readonly ChangedPlan[]
  /** Statements that were planned with and without the migration. */
  readonly compared: number
}

/** Plans the workload on a twin of the source, and on one of the source as the migration leaves it. */
export async function changedPlans(
  snapshot: Snapshot,
  server: TwinServer,
  before: ObservedCopy,
  after: ObservedCopy,
  onPlanned: (share: number) => void,
): Promise<ChangedPlans> {
  const heaviest = [...snapshot.workload.statements].sort((a, b) => b.totalMs - a.totalMs || b.calls - a.calls)
  const statements = heaviest.slice(0, mostPlanned)
  if (statements.length === 0) return { changed: [], compared: 0 }
  const { snapshot: migrated, added, indexBefore } = migratedSnapshot(snapshot, before, after)
  const steps = added.map(({ definition }) => ({
    kind: 'add-index' as const,
    ddl: definition.replace(' ON ONLY ', ' ON '),
  }))
  const scenario = { ...unchanged(snapshot), snapshot: migrated, steps }
  const result = await compareScenario(snapshot, scenario, statements, {
    server,
    onPlanned: (done, of) => onPlanned(done / of),
  })
  const trees = new PlanTrees(snapshot)
  const isOther = (before: PlanNode, after: PlanNode) => trees.of(before) !== trees.of(withNames(after, indexBefore))
  return { changed: changesOf(result, isOther), compared: result.statements.length }
}

type Compared = WhatIfResult<Snapshot['workload']['statements'][number]>

/** A plan with its indexes under the names that they had before. */
function withNames(node: PlanNode, indexBefore: (name: string) => string): PlanNode {
  const name = node['Index Name']
  return {
    ...node,
    ...(name === undefined ? {} : { 'Index Name': indexBefore(name) }),
    ...(node.Plans === undefined ? {} : { Plans: node.Plans.map((child) => withNames(child, indexBefore)) }),
  }
}

function changesOf(
  { statements, unplanned }: Compared,
  isOther: (before: PlanNode, after: PlanNode) => boolean,
): ChangedPlan[] {
  const planned = statements
    .filter(
      ({ before, after, costBefore, costAfter }) =>
        isOther(before, after) || Math.abs(costAfter - costBefore) > notableChange * costBefore,
    )
    .map(({ statement, costBefore, costAfter }) => ({ ...identity(statement), costBefore, costAfter, broken: null }))
  const broken = unplanned
    .filter(({ side }) => side === 'after')
    .map(({ statement, reason }) => ({
      ...identity(statement),
      costBefore: null,
      costAfter: null,
      broken: serversWords(reason),
    }))
  return [...broken, ...planned.sort((a, b) => weight(b) - weight(a))]
}

/** Without pgwright's own around them. */
function serversWords(reason: string): string {
  return /\((.+)\)\.$/s.exec(reason)?.[1] ?? reason
}

function weight({ calls, costBefore, costAfter }: ChangedPlan): number {
  return calls * Math.abs((costAfter ?? 0) - (costBefore ?? 0))
}

function identity({ sql, calls }: { readonly sql: string; readonly calls: number }) {
  return { fingerprint: fingerprint(sql), sql: normalise(sql), calls }
}
