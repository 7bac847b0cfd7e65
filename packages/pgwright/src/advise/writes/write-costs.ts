import type { ColumnStatistics, Index, ObjectName, Relation, Snapshot } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import { type SpecCandidate, specColumns } from '../../twin/index.ts'
import { deadEntryCost, type EntryTarget, entryPrice } from './entry.ts'
import { indexedColumns } from './indexed-columns.ts'
import { type TableWrites, tableWrites } from './table-writes.ts'

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

/** An index, new or existing. */
interface Written extends EntryTarget {
  readonly on: ObjectName
  /** All whose values decide what is in it. */
  readonly columns: ReadonlySet<string>
  /** Of the table's rows, those that it holds. */
  readonly share: number
}

/** What indexes cost the workload's writes: an estimate, which `prove` measures. */
export class WriteCosts {
  readonly #writes: ReadonlyMap<string, TableWrites>
  readonly #existing = new Map<string, Written[]>()
  readonly #relations: ReadonlyMap<string, Relation>
  readonly #statistics: ReadonlyMap<string, ColumnStatistics>
  readonly #major: number

  constructor(snapshot: Snapshot) {
    this.#writes = tableWrites(snapshot)
    this.#major = snapshot.server.major
    this.#relations = new Map(snapshot.relations.map((one) => [quoteQualified(one.schema, one.name), one]))
    this.#statistics = new Map(snapshot.columnStatistics.map((one) => [columnKey(one, one.column), one]))
    for (const index of snapshot.indexes) {
      const written = this.#ofIndex(index)
      const table = quoteQualified(index.schema, index.table)
      this.#existing.set(table, [...(this.#existing.get(table) ?? []), written])
    }
  }

  /** Of an index that is new. */
  of({ spec, parts, height, operatorClasses }: SpecCandidate): WriteLoad {
    const { on, method = 'btree', keys } = spec
    const held = parts.reduce((sum, { size }) => sum + size.tuples, 0)
    const rows = parts.reduce(
      (sum, part) => sum + Math.max(0, this.#relations.get(nameOf(part.on))?.size.tuples ?? 0),
      0,
    )
    const share = spec.predicate === null || rows === 0 ? 1 : Math.min(1, held / rows)
    const leading = keys[0]?.reads === undefined ? this.#statisticsOf(on, keys[0]?.column) : null
    const operatorClass = operatorClasses[0] ?? ''
    return this.#load({ on, method, height, share, leading, operatorClass, columns: specColumns(spec) }, true)
  }

  /** Of an index that the source has. */
  ofIndex(index: Index): WriteLoad {
    return this.#load(this.#ofIndex(index), false)
  }

  #ofIndex(index: Index): Written {
    const { schema, table, method, keys, predicate, size, height } = index
    const on = { schema, name: table }
    const relation = this.#relations.get(nameOf(on))
    const rows = relation?.size.tuples ?? 0
    return {
      on,
      method,
      height: height ?? 1,
      share: predicate === null || rows <= 0 ? 1 : Math.min(1, Math.max(0, size.tuples) / rows),
      leading: this.#statisticsOf(on, keys[0]?.column ?? undefined),
      operatorClass: keys[0]?.operatorClass ?? '',
      columns: indexedColumns(index, relation),
    }
  }

  #load(index: Written, isNew: boolean): WriteLoad {
    const table = nameOf(index.on)
    const writes = this.#writes.get(table)
    if (writes === undefined) return noLoad
    const others = this.#existing.get(table) ?? []
    const own = entryPrice(index)
    let entries = writes.inserts * index.share
    let dead = writes.deletes * index.share
    let [heapOnlyLost, walBytes, cost, othersEntries] = [0, 0, 0, 0]
    for (const { columns, rows } of writes.updates) {
      const [touched, heapOnly] = [overlap(index.columns, columns), this.#heapOnlyRows(table, others, columns, rows)]
      const lost = isNew && touched && !this.#summarises(index) ? heapOnly : 0
      const versions = (touched && this.#summarises(index) ? rows : rows - heapOnly + lost) * index.share
      entries += versions
      dead += versions
      heapOnlyLost += lost
      for (const other of others) {
        const price = entryPrice(other)
        othersEntries += lost * other.share
        walBytes += lost * other.share * price.walBytes
        cost += lost * other.share * (price.cost + deadEntryCost(other))
      }
    }
    return {
      entries: entries + othersEntries,
      heapOnlyLost,
      walBytes: walBytes + entries * own.walBytes,
      cost: cost + entries * own.cost + dead * deadEntryCost(index),
    }
  }

  /** Updated rows that now become heap-only tuples: by what is indexed, and by how many of those found room. */
  #heapOnlyRows(table: string, others: readonly Written[], columns: ReadonlySet<string> | null, rows: number): number {
    const indexed = others.some((other) => !this.#summarises(other) && overlap(other.columns, columns))
    if (indexed) return 0
    const { updates = 0, hotUpdates = 0 } = this.#relations.get(table)?.activity ?? {}
    if (updates < fewUpdates) return rows
    const eligible = this.#eligibleShare(table, others)
    return eligible === 0 ? rows : rows * Math.min(1, hotUpdates / updates / eligible)
  }

  /** Of the table's updated rows in the workload, those of columns that no index has. */
  #eligibleShare(table: string, others: readonly Written[]): number {
    const updates = this.#writes.get(table)?.updates ?? []
    const total = updates.reduce((sum, { rows }) => sum + rows, 0)
    const eligible = updates.filter(
      ({ columns }) => !others.some((other) => !this.#summarises(other) && overlap(other.columns, columns)),
    )
    return total === 0 ? 0 : eligible.reduce((sum, { rows }) => sum + rows, 0) / total
  }

  /** From 16 on an update of what BRIN alone has stays heap-only (`amsummarizing`). */
  #summarises({ method }: Written): boolean {
    return method === 'brin' && this.#major >= 16
  }

  #statisticsOf(on: ObjectName, column: string | undefined): ColumnStatistics | null {
    return column === undefined
      ? null
      : (this.#statistics.get(columnKey({ schema: on.schema, table: on.name }, column)) ?? null)
  }
}

/** With fewer of them, the server's counters tell nothing of how many find room on their page. */
const fewUpdates = 1000

function nameOf({ schema, name }: ObjectName): string {
  return quoteQualified(schema, name)
}

function columnKey({ schema, table }: { readonly schema: string; readonly table: string }, column: string): string {
  return JSON.stringify([schema, table, column])
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string> | null): boolean {
  for (const value of b ?? []) if (a.has(value)) return true
  return false
}
