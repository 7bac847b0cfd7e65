import type { Snapshot, Statement } from '../model/index.ts'
import { toPgwrightError } from '../postgres/index.ts'
import { repairNormalised } from '../sql/index.ts'
import {
  type Access,
  accessesOf,
  type PlanNode,
  type PlanningContext,
  type Twin,
  TypicalValues,
} from '../twin/index.ts'
import { policySettings } from './policy-settings.ts'

/** A statement of the workload as it is planned on the twin, or those of its calls that are planned in one way. */
export interface PlannedStatement {
  readonly statement: Statement
  /** What its cost counts for in the workload's. */
  readonly weight: number
  /** Of the statement's calls, the part that this stands for. */
  readonly share: number
  /** With typical values in place of its parameters. */
  readonly sql: string
  readonly context: PlanningContext
  /** The plan with the indexes that the source has. */
  readonly plan: PlanNode
  readonly accesses: readonly Access[]
}

export interface PlannedWorkload {
  readonly statements: readonly PlannedStatement[]
  readonly excluded: readonly { readonly sql: string; readonly reason: string }[]
}

/** Plans every statement of a workload; those that can't be planned are left out with the server's reason. */
export async function planWorkload(twin: Twin, snapshot: Snapshot): Promise<PlannedWorkload> {
  const typical = new TypicalValues(snapshot)
  const settings = policySettings(snapshot)
  const statements: PlannedStatement[] = []
  const excluded: { sql: string; reason: string }[] = []
  for (const statement of snapshot.workload.statements) {
    try {
      statements.push(await planStatement(twin, typical, settings, statement))
    } catch (error) {
      excluded.push({ sql: statement.sql, reason: `can't be planned: ${whyNot(error)}` })
    }
  }
  return { statements, excluded }
}

async function planStatement(
  twin: Twin,
  typical: TypicalValues,
  settings: Readonly<Record<string, string>>,
  statement: Statement,
): Promise<PlannedStatement> {
  const repaired = repairNormalised(statement.sql)
  const { role } = statement
  const generic = await twin.explain(repaired, { role, settings })
  const context = { role, settings: { ...settings, ...typical.settings(generic) } }
  const sql = typical.fill(repaired, generic)
  const same = sql === repaired && Object.entries(context.settings).every(([name, value]) => settings[name] === value)
  const plan = same ? generic : await twin.explain(sql, context)
  // What asks for an index is read from the generic plan: there a constant is one of the statement's own.
  return { statement, weight: statement.calls, share: 1, sql, context, plan, accesses: accessesOf(generic) }
}

/** The server's own words can quote a literal (`invalid input syntax for type integer: "…"`); the mapper knows when. */
function whyNot(error: unknown): string {
  return toPgwrightError(error, 'planning it').message
}
