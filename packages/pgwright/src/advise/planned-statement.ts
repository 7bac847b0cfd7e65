import type { Snapshot, Statement } from '../model/index.ts'
import { toPgwrightError } from '../postgres/index.ts'
import { parameterNumbers, repairNormalised } from '../sql/index.ts'
import {
  type Access,
  type GenericPlan,
  type PlanNode,
  type PlanningContext,
  type Twin,
  TypicalValues,
} from '../twin/index.ts'
import { Partitions } from './partitions.ts'
import { policySettings } from './policy-settings.ts'
import { rootAccesses } from './root-accesses.ts'

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
  /** Partitions count as the table that they are parts of. */
  readonly accesses: readonly Access[]
  /** For any parameters, of the statement as the workload has it. */
  readonly generic: GenericPlan
  /** What it is planned with was drawn from statistics: nobody has told what it is asked for. */
  readonly drawn: boolean
}

export interface PlannedWorkload {
  readonly statements: readonly PlannedStatement[]
  readonly excluded: readonly { readonly sql: string; readonly reason: string }[]
}

/** Plans every statement of a workload; those that can't be planned are left out with the server's reason. */
export async function planWorkload(twin: Twin, snapshot: Snapshot): Promise<PlannedWorkload> {
  const typical = new TypicalValues(snapshot)
  const settings = policySettings(snapshot)
  const partitions = new Partitions(snapshot)
  const statements: PlannedStatement[] = []
  const excluded: { sql: string; reason: string }[] = []
  for (const statement of snapshot.workload.statements) {
    try {
      statements.push(await planStatement(twin, typical, partitions, settings, statement))
    } catch (error) {
      excluded.push({ sql: statement.sql, reason: `can't be planned: ${whyNot(error)}` })
    }
  }
  return { statements, excluded }
}

async function planStatement(
  twin: Twin,
  typical: TypicalValues,
  partitions: Partitions,
  settings: Readonly<Record<string, string>>,
  statement: Statement,
): Promise<PlannedStatement> {
  const repaired = repairNormalised(statement.sql)
  const { role } = statement
  const generic = await planGeneric(twin, repaired, role, settings)
  const known = typical.settings(generic.plan)
  const context = { role, settings: { ...generic.settings, ...known } }
  const sql = typical.fill(repaired, generic.plan)
  const same = sql === repaired && Object.keys(known).length === 0
  const plan = same ? generic.plan : await twin.explain(sql, context)
  const drawn = parameterNumbers(repaired).length > 0
  // What asks for an index is read from the generic plan: there a constant is one of the statement's own.
  const accesses = rootAccesses(generic.plan, twin.snapshot, partitions)
  return { statement, weight: statement.calls, share: 1, sql, context, plan, accesses, generic, drawn }
}

/**
 * Without settings where that goes: most policies are guarded against one that is not there, and what stands for any value
 * can be one that a cast refuses.
 */
async function planGeneric(
  twin: Twin,
  sql: string,
  role: string | null,
  settings: Readonly<Record<string, string>>,
): Promise<GenericPlan> {
  try {
    return { plan: await twin.explain(sql, { role, settings: {} }), settings: {} }
  } catch (error) {
    if (Object.keys(settings).length === 0) throw error
    return { plan: await twin.explain(sql, { role, settings }), settings }
  }
}

/** The plan for any parameters of another text of a statement, with the settings that its own took. */
export async function genericPlan(
  twin: Twin,
  { statement, generic }: PlannedStatement,
  sql: string,
): Promise<PlanNode> {
  if (sql === repairNormalised(statement.sql)) return generic.plan
  return twin.explain(sql, { role: statement.role, settings: generic.settings })
}

/** The server's own words can quote a literal (`invalid input syntax for type integer: "…"`); the mapper knows when. */
function whyNot(error: unknown): string {
  return toPgwrightError(error, 'planning it').message
}
