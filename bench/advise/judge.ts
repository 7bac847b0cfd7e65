import type { ObjectName, Plan, Snapshot } from '../../packages/pgwright/src/model/index.ts'
import { createIndexSql, type SpecCandidate, type TwinServer } from '../../packages/pgwright/src/twin/index.ts'
import { onTwin } from './on-twin.ts'
import type { PreparedStatement } from './statements.ts'

/** What one side wants done. */
export interface Choice {
  readonly create: readonly string[]
  readonly drop: readonly ObjectName[]
}

export interface Judged {
  /** The planner's total cost of all calls. */
  readonly cost: number
  /** Of all calls of each statement. */
  readonly costs: readonly number[]
  /** Of the indexes that were made, as the twin sizes them. */
  readonly bytes: number
}

/** What a workload costs on a fresh twin with exactly these indexes: the same judge for every side. */
export async function judge(
  server: TwinServer,
  snapshot: Snapshot,
  statements: readonly PreparedStatement[],
  { create, drop }: Choice,
): Promise<Judged> {
  return onTwin(server, snapshot, async (twin) => {
    let bytes = 0
    for (const ddl of create) {
      const candidate = await twin.addIndex(ddl)
      await twin.show([candidate], true)
      bytes += candidate.sizeBytes
    }
    await twin.show(drop, false)
    const costs: number[] = []
    for (const { sql, calls, context } of statements)
      costs.push(calls * (await twin.explain(sql, context))['Total Cost'])
    return { cost: costs.reduce((sum, one) => sum + one, 0), costs, bytes }
  })
}

export function choiceOfPlan({ changes }: Plan): Choice {
  const steps = changes.flatMap((change) => change.steps)
  return {
    create: steps.flatMap(({ sql, ensure }) => (ensure.kind === 'index-present' ? sql : [])),
    drop: steps.flatMap(({ ensure }) =>
      ensure.kind === 'index-absent' ? { schema: ensure.schema, name: ensure.index } : [],
    ),
  }
}

export function choiceOfIndexes(indexes: readonly SpecCandidate[]): Choice {
  return { create: indexes.map(({ spec }, i) => createIndexSql(spec, `baseline_${i + 1}`, false)), drop: [] }
}
