import type { Relation, Snapshot } from '../../model/index.ts'
import { type Node, quoteQualified, tryParse } from '../../sql/index.ts'
import { Partitions } from '../partitions.ts'

/** Updated rows. */
export interface Updates {
  /** Those that are set; null: unknown, and none that an index not there yet would hold. */
  readonly columns: ReadonlySet<string> | null
  readonly rows: number
}

/** Rows that the workload writes into one table. */
export interface TableWrites {
  readonly inserts: number
  readonly updates: readonly Updates[]
  readonly deletes: number
}

interface Counted {
  inserts: number
  deletes: number
  readonly updates: Updates[]
}

/**
 * What the workload writes, by the quoted names of tables, those within `with` included; what is written into a partition
 * by that of the topmost table.
 */
export function tableWrites(snapshot: Snapshot): Map<string, TableWrites> {
  const { workload, relations } = snapshot
  const found = new Map<string, Counted>()
  const partitions = new Partitions(snapshot)
  for (const { sql, rows, calls } of workload.statements) {
    const [statement] = tryParse(sql) ?? []
    for (const write of statement === undefined ? [] : writesOf(statement, rows, calls)) {
      const table = tableOf(write, relations)
      if (table === undefined) continue
      const root = partitions.rootOf(table)
      const name = quoteQualified(root.schema, root.name)
      const counted = found.get(name) ?? { inserts: 0, deletes: 0, updates: [] }
      counted.inserts += write.inserts ?? 0
      counted.deletes += write.deletes ?? 0
      if (write.updates !== undefined) counted.updates.push(write.updates)
      found.set(name, counted)
    }
  }
  for (const [table, writes] of countedByServer(snapshot)) if (!found.has(table)) found.set(table, writes)
  return found
}

/**
 * Of tables that are written by statements which the workload lacks (those that the server threw out, `COPY`), by the
 * counters of the tables; as much of them as belongs to the workload's time. None where either time is unknown.
 */
function countedByServer({ workload, relations, database, takenAt }: Snapshot): Map<string, Counted> {
  const { periodMs } = workload
  if (periodMs === undefined || database.statsSince === null) return new Map()
  const share = Math.min(1, periodMs / Math.max(1, Date.parse(takenAt) - Date.parse(database.statsSince)))
  return new Map(
    relations.flatMap(({ schema, name, activity, partitionBound }): [string, Counted][] => {
      // Of a partition, the whole tells.
      if (activity === null || partitionBound !== null) return []
      const { inserts, updates, deletes } = activity
      const counted = {
        inserts: inserts * share,
        deletes: deletes * share,
        updates: [{ columns: null, rows: updates * share }],
      }
      return [[quoteQualified(schema, name), counted]]
    }),
  )
}

interface Write {
  readonly relation: { readonly schemaname?: string; readonly relname?: string } | undefined
  readonly inserts?: number
  readonly deletes?: number
  readonly updates?: Updates
}

/** A statement counts the rows of its outermost part alone; of those within it, at least one to a call is taken. */
function writesOf(statement: Node, rows: number, calls: number): Write[] {
  if ('SelectStmt' in statement) return withinWith(statement.SelectStmt.withClause, rows, calls)
  if ('InsertStmt' in statement) {
    const { relation, onConflictClause, withClause } = statement.InsertStmt
    const within = withinWith(withClause, rows, calls)
    if (onConflictClause?.action !== 'ONCONFLICT_UPDATE') return [{ relation, inserts: rows }, ...within]
    // Nothing tells how often there was a conflict.
    const columns = targets(onConflictClause.targetList)
    return [{ relation, inserts: rows / 2, updates: { columns, rows: rows / 2 } }, ...within]
  }
  if ('UpdateStmt' in statement) {
    const { relation, targetList, withClause } = statement.UpdateStmt
    return [{ relation, updates: { columns: targets(targetList), rows } }, ...withinWith(withClause, rows, calls)]
  }
  if ('DeleteStmt' in statement) {
    const { relation, withClause } = statement.DeleteStmt
    return [{ relation, deletes: rows }, ...withinWith(withClause, rows, calls)]
  }
  if ('MergeStmt' in statement) {
    const { relation, mergeWhenClauses = [], withClause } = statement.MergeStmt
    const actions = mergeWhenClauses.flatMap((clause) => ('MergeWhenClause' in clause ? [clause.MergeWhenClause] : []))
    const each = rows / Math.max(1, actions.length)
    const own = actions.map(({ commandType, targetList }): Write => {
      if (commandType === 'CMD_INSERT') return { relation, inserts: each }
      if (commandType === 'CMD_DELETE') return { relation, deletes: each }
      return commandType === 'CMD_UPDATE'
        ? { relation, updates: { columns: targets(targetList), rows: each } }
        : { relation }
    })
    return [...own, ...withinWith(withClause, rows, calls)]
  }
  return []
}

function withinWith(clause: { readonly ctes?: readonly Node[] } | undefined, rows: number, calls: number): Write[] {
  return (clause?.ctes ?? []).flatMap((cte) => {
    const query = 'CommonTableExpr' in cte ? cte.CommonTableExpr.ctequery : undefined
    return query === undefined ? [] : writesOf(query, Math.max(rows, calls), calls)
  })
}

function targets(list: readonly Node[] = []): Set<string> {
  return new Set(list.flatMap((node) => ('ResTarget' in node ? (node.ResTarget.name ?? []) : [])))
}

function tableOf({ relation }: Write, relations: readonly Relation[]): Relation | undefined {
  return relation?.relname === undefined
    ? undefined
    : relations.find(({ schema, name }) => name === relation.relname && (relation.schemaname ?? schema) === schema)
}
