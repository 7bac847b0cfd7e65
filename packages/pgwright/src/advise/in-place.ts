import type { ObjectName, Snapshot } from '../model/index.ts'
import type { PlanNode, SampledExpression, SpecCandidate, Twin } from '../twin/index.ts'
import type { PlannedStatement } from './planned-statement.ts'

/** A statement with its plan once the indexes of the advice are there. */
export interface PlannedInPlace extends PlannedStatement {
  /** In place of the plan with the source's own indexes. */
  readonly plan: PlanNode
}

/** A statement, and what a call of it costs once the indexes of the advice are there. */
export interface CostedStatement {
  readonly planned: PlannedStatement
  readonly cost: number
}

/** The workload with the advised indexes in place: what other changes are compared with. */
export interface InPlace {
  readonly twin: Twin
  readonly snapshot: Snapshot
  readonly chosen: readonly SpecCandidate[]
  /** What is known of expressions among their keys. */
  readonly sampled: SampledExpression | undefined
  /** All of the workload. */
  readonly statements: readonly CostedStatement[]
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
export async function putInPlace({
  twin,
  snapshot,
  chosen,
  sampled,
  statements,
}: Omit<InPlace, 'heaviest' | 'cost'>): Promise<InPlace> {
  await twin.show(
    chosen.map(({ schema, name }): ObjectName => ({ schema, name })),
    true,
  )
  const weighted = statements.map(({ planned, cost }) => ({ planned, cost: planned.weight * cost }))
  const heaviest: PlannedInPlace[] = []
  for (const { planned } of weighted.sort((a, b) => b.cost - a.cost).slice(0, mostStatements))
    heaviest.push({ ...planned, plan: await twin.explain(planned.sql, planned.context) })
  const cost = weighted.reduce((sum, one) => sum + one.cost, 0)
  return { twin, snapshot, chosen, sampled, statements, heaviest, cost }
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
