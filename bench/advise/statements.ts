import { planWorkload } from '../../packages/pgwright/src/advise/planned-statement.ts'
import { varied } from '../../packages/pgwright/src/advise/variants.ts'
import type { ObjectName, Snapshot } from '../../packages/pgwright/src/model/index.ts'
import { quoteQualified } from '../../packages/pgwright/src/sql/index.ts'
import type { Access, PlanningContext, Twin } from '../../packages/pgwright/src/twin/index.ts'

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

/**
 * Those of a statement's calls that are planned in one way are one of these: every side is given the same, and judged by
 * the same. Statements that can't be planned are left out.
 */
export async function prepareStatements(twin: Twin, snapshot: Snapshot): Promise<PreparedStatement[]> {
  const { statements } = await planWorkload(twin, snapshot)
  return (await varied(twin, statements)).map(({ statement, sql, weight, context, accesses }) => {
    const tables = tablesOf(accesses, sql, snapshot)
    return { fingerprint: statement.fingerprint, sql, calls: weight, context, tables }
  })
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
