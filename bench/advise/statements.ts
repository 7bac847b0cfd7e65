import type { ObjectName, Snapshot, Statement } from '../../packages/pgwright/src/model/index.ts'
import { quoteQualified, repairNormalised } from '../../packages/pgwright/src/sql/index.ts'
import {
  type Access,
  accessesOf,
  type PlanningContext,
  type Twin,
  TypicalValues,
} from '../../packages/pgwright/src/twin/index.ts'

/** A statement of a workload as every side plans it. */
export interface PreparedStatement {
  readonly fingerprint: string
  /** With typical values in place of its parameters. */
  readonly sql: string
  readonly calls: number
  readonly context: PlanningContext
  readonly tables: readonly StatementTable[]
}

/** A table that a statement reads, with the columns that an index for it could have. */
export interface StatementTable {
  readonly on: ObjectName
  readonly columns: readonly string[]
}

/** Statements that can't be planned are left out, for every side alike. */
export async function prepareStatements(twin: Twin, snapshot: Snapshot): Promise<PreparedStatement[]> {
  const typical = new TypicalValues(snapshot)
  const prepared: PreparedStatement[] = []
  for (const statement of snapshot.workload.statements) {
    const one = await prepare(twin, typical, statement).catch(() => null)
    if (one !== null) prepared.push(one)
  }
  return prepared
}

async function prepare(twin: Twin, typical: TypicalValues, statement: Statement): Promise<PreparedStatement> {
  const repaired = repairNormalised(statement.sql)
  const generic = await twin.explain(repaired, { role: statement.role, settings: {} })
  const context = { role: statement.role, settings: typical.settings(generic) }
  const sql = typical.fill(repaired, generic)
  await twin.explain(sql, context)
  return {
    fingerprint: statement.fingerprint,
    sql,
    calls: statement.calls,
    context,
    tables: tablesOf(accessesOf(generic), sql, twin.snapshot),
  }
}

/** Each table once: a statement that joins one with itself can be served by the same index twice. */
function tablesOf(accesses: readonly Access[], sql: string, { relations }: Snapshot): StatementTable[] {
  const words = new Set(sql.toLowerCase().match(/\w+/g))
  const columns = new Map<string, { on: ObjectName; columns: Set<string> }>()
  for (const { table, predicates, orders, groups } of accesses) {
    const relation = relations.find(({ schema, name }) => schema === table.schema && name === table.name)
    if (relation === undefined || !['table', 'matview'].includes(relation.kind)) continue
    const key = quoteQualified(table.schema, table.name)
    const known = columns.get(key) ?? { on: table, columns: new Set() }
    const asked = [...predicates.map(({ use }) => use.column), ...orders.flat().map(({ column }) => column)]
    // What the text names, as the evaluation framework takes it: so an index can also hold all that a statement reads.
    const named = relation.columns.flatMap(({ name }) => (words.has(name) ? name : []))
    for (const column of [...asked, ...groups.flat(), ...named]) known.columns.add(column)
    columns.set(key, known)
  }
  const real = ({ on, columns }: { on: ObjectName; columns: Set<string> }) => {
    const relation = relations.find(({ schema, name }) => schema === on.schema && name === on.name)
    return relation?.columns.flatMap(({ name }) => (columns.has(name) ? name : [])) ?? []
  }
  return [...columns.values()].map((one) => ({ on: one.on, columns: real(one) }))
}
