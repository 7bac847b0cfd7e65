import type { ObjectName, Snapshot } from '../model/index.ts'
import type { PlanNode, SpecCandidate, Twin } from '../twin/index.ts'
import type { PlannedStatement } from './planned-statement.ts'

/** A statement with its plan once the indexes of the advice are there. */
export interface PlannedInPlace extends PlannedStatement {
  /** In place of the plan with the source's own indexes. */
  readonly plan: PlanNode
}

/** The workload with the advised indexes in place: what other changes are compared with. */
export interface InPlace {
  readonly twin: Twin
  readonly snapshot: Snapshot
  readonly chosen: readonly SpecCandidate[]
  /** Those that make up most of the cost, the dearest first. */
  readonly heaviest: readonly PlannedInPlace[]
  /** Cost of the whole workload. */
  readonly cost: number
}

/** What is advised beside indexes must save this share of the workload's cost: people change code for it, and less is noise. */
export const leastGain = 0.005

/** What is tried beside indexes is tried on so many statements: each costs the planner a few questions. */
const mostStatements = 20

/** Shows the chosen indexes on the twin and plans the dearest statements with them. */
export async function putInPlace(
  twin: Twin,
  snapshot: Snapshot,
  chosen: readonly SpecCandidate[],
  statements: readonly PlannedStatement[],
  costs: readonly number[],
): Promise<InPlace> {
  await twin.show(
    chosen.map(({ schema, name }): ObjectName => ({ schema, name })),
    true,
  )
  const weighted = statements.map((planned, i) => ({ planned, cost: planned.weight * (costs[i] ?? 0) }))
  const heaviest: PlannedInPlace[] = []
  for (const { planned } of weighted.sort((a, b) => b.cost - a.cost).slice(0, mostStatements))
    heaviest.push({ ...planned, plan: await twin.explain(planned.sql, planned.context) })
  return { twin, snapshot, chosen, heaviest, cost: weighted.reduce((sum, { cost }) => sum + cost, 0) }
}

/** Ways in which one statement is planned count together, as the dearest of them. */
export function oncePerStatement(heaviest: readonly PlannedInPlace[]): PlannedInPlace[] {
  const found = new Map<PlannedInPlace['statement'], PlannedInPlace>()
  for (const planned of heaviest) {
    const known = found.get(planned.statement)
    found.set(planned.statement, { ...(known ?? planned), weight: (known?.weight ?? 0) + planned.weight })
  }
  return [...found.values()]
}
