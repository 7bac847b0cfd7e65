import type { Index, ObjectName, Snapshot } from '../model/index.ts'
import { type Node, quoteQualified, tryParse } from '../sql/index.ts'
import { type IndexSpec, specColumns } from '../twin/index.ts'

/** Rows that the workload writes into one table. */
interface TableWrites {
  inserts: number
  /** Updated rows, by the columns that are set. */
  readonly updates: { readonly columns: ReadonlySet<string>; readonly rows: number }[]
}

/** `cpu_operator_cost` and `cpu_index_tuple_cost`, as the planner charges for a B-tree descent (`btcostestimate`). */
const comparisonCost = 0.0025
const indexTupleCost = 0.005
/** Share of entries whose leaf page has to be fetched and written; the rest find it in the cache, dirty already. */
const pageShare = 0.1
const randomPageCost = 4

/** What an index adds to the workload's writes. */
export interface WriteLoad {
  /** In this index, and in others for want of heap-only updates. */
  readonly entries: number
  /** Updated rows whose new versions are no longer heap-only tuples. */
  readonly heapOnlyLost: number
  readonly walBytes: number
  /** In the planner's units. */
  readonly cost: number
}

const noLoad: WriteLoad = { entries: 0, heapOnlyLost: 0, walBytes: 0, cost: 0 }
/** Of an entry: header of the record, item pointer and tuple header, and a short key. */
const walRecordBytes = 80
const blockBytes = 8192

/** What an index costs the workload's writes, in the planner's units: an estimate, which `prove` measures. */
export class WriteCosts {
  readonly #writes = new Map<string, TableWrites>()
  readonly #indexedColumns: ReadonlyMap<string, readonly ReadonlySet<string>[]>

  constructor(snapshot: Snapshot) {
    for (const { sql, rows } of snapshot.workload.statements) this.#count(sql, rows, snapshot)
    const byTable = new Map<string, ReadonlySet<string>[]>()
    for (const index of snapshot.indexes) {
      const table = quoteQualified(index.schema, index.table)
      const columns = new Set([...index.keys.flatMap(({ column }) => column ?? []), ...index.include])
      byTable.set(table, [...(byTable.get(table) ?? []), columns])
    }
    this.#indexedColumns = byTable
  }

  /**
   * One entry for each inserted row, and for each updated row whose new version is not a heap-only tuple. An index on
   * a column that is updated also ends heap-only updates for the table's other indexes.
   */
  of(spec: IndexSpec, height: number): WriteLoad {
    const table = quoteQualified(spec.on.schema, spec.on.name)
    const writes = this.#writes.get(table)
    if (writes === undefined) return noLoad
    const own = specColumns(spec)
    const others = this.#indexedColumns.get(table) ?? []
    let entries = writes.inserts
    let heapOnlyLost = 0
    for (const { columns, rows } of writes.updates) {
      const wasHeapOnly = !others.some((indexed) => overlap(indexed, columns))
      if (overlap(own, columns)) {
        entries += rows * (wasHeapOnly ? 1 + others.length : 1)
        heapOnlyLost += wasHeapOnly ? rows : 0
      } else if (!wasHeapOnly) entries += rows
    }
    const walBytes = entries * (walRecordBytes + pageShare * blockBytes)
    return { entries, heapOnlyLost, walBytes, cost: entries * entryCost(height) }
  }

  /** Of an index that the source has. */
  ofIndex({ schema, table, keys, include, height }: Index): WriteLoad {
    const columns = keys.flatMap(({ column, descending }) => (column === null ? [] : [{ column, descending }]))
    return this.of({ on: { schema, name: table }, keys: columns, include, predicate: null }, height ?? 1)
  }

  #count(sql: string, rows: number, snapshot: Snapshot): void {
    const [statement] = tryParse(sql) ?? []
    if (statement === undefined) return
    const target = targetOf(statement, snapshot)
    if (target === null) return
    const table = quoteQualified(target.schema, target.name)
    const writes = this.#writes.get(table) ?? { inserts: 0, updates: [] }
    if ('InsertStmt' in statement) writes.inserts += rows
    if ('UpdateStmt' in statement) {
      const columns = (statement.UpdateStmt.targetList ?? []).flatMap((node) =>
        'ResTarget' in node ? (node.ResTarget.name ?? []) : [],
      )
      writes.updates.push({ columns: new Set(columns), rows })
    }
    this.#writes.set(table, writes)
  }
}

/** Descent to the leaf as the planner charges it, and the share of a page that is read and written. */
function entryCost(height: number): number {
  return 50 * comparisonCost * (height + 1) + indexTupleCost + pageShare * randomPageCost
}

function targetOf(statement: Node, snapshot: Snapshot): ObjectName | null {
  const relation =
    'InsertStmt' in statement
      ? statement.InsertStmt.relation
      : 'UpdateStmt' in statement
        ? statement.UpdateStmt.relation
        : undefined
  if (relation?.relname === undefined) return null
  const found = snapshot.relations.find(
    ({ schema, name }) => name === relation.relname && (relation.schemaname ?? schema) === schema,
  )
  return found ?? null
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const value of a) if (b.has(value)) return true
  return false
}
