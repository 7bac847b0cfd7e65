import type { Relation, Snapshot, Statement } from '../../model/index.ts'
import { rangeDelete } from '../../sql/index.ts'

/** Statements that delete a table's rows once they are past some value of a column. */
export interface Retention {
  readonly relation: Relation
  readonly column: string
  readonly statements: readonly Statement[]
  readonly calls: number
  /** Deleted by all calls. */
  readonly rows: number
  /** Null where the workload's time is not known, or too short to tell. */
  readonly rowsPerDay: number | null
}

const dayMs = 86_400_000
const leastPeriodMs = 3_600_000
/** Of a table's rows: what is deleted a day, or by the workload where its time is unknown. */
const leastPerDay = 0.001
const leastAtAll = 0.01

/**
 * What dropping partitions could take the place of. Not where a policy keeps rows from the one who deletes, or a
 * trigger waits for the delete: a drop minds neither.
 */
export function retentions(snapshot: Snapshot): Retention[] {
  const { workload, relations } = snapshot
  const found = new Map<string, Retention>()
  for (const statement of workload.statements) {
    const range = rangeDelete(statement.sql)
    if (range === null) continue
    const { schema, table } = range
    // Of several that are called so, a search path would have to tell.
    const [relation, another] = relations.filter((one) => one.name === table && (schema ?? one.schema) === one.schema)
    if (relation === undefined || another !== undefined) continue
    if (relation.rowSecurity || hasDeleteTrigger(snapshot, relation)) continue
    const key = JSON.stringify([relation.schema, relation.name, range.column])
    const known = found.get(key)
    const rows = (known?.rows ?? 0) + statement.rows
    found.set(key, {
      relation,
      column: range.column,
      statements: [...(known?.statements ?? []), statement],
      calls: (known?.calls ?? 0) + statement.calls,
      rows,
      rowsPerDay: perDay(rows, workload.periodMs),
    })
  }
  return [...found.values()].filter(isNotable)
}

function isNotable({ relation, rows, rowsPerDay }: Retention): boolean {
  const share = (rowsPerDay ?? rows) / Math.max(1, relation.size.tuples)
  return share >= (rowsPerDay === null ? leastAtAll : leastPerDay)
}

function perDay(rows: number, periodMs: number | undefined): number | null {
  return periodMs === undefined || periodMs < leastPeriodMs ? null : (rows * dayMs) / periodMs
}

function hasDeleteTrigger({ triggers, rules }: Snapshot, { schema, name }: Relation): boolean {
  return [...triggers, ...rules].some(
    (hook) =>
      hook.schema === schema && hook.table === name && hook.enabled !== 'D' && /\bDELETE\b/.test(hook.definition),
  )
}
