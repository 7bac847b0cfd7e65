import type { ColumnStatistics, Index, ObjectName, Relation, Snapshot } from '../../model/index.ts'
import { quoteQualified, readableQualified } from '../../sql/index.ts'
import { type SpecCandidate, specColumns } from '../../twin/index.ts'
import { Partitions } from '../partitions.ts'
import { deadEntryCost, type EntryTarget, entryPrice } from './entry.ts'
import { indexedColumns } from './indexed-columns.ts'
import { type TableWrites, tableWrites, type Updates } from './table-writes.ts'

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
  /** It is of one partition alone. */
  readonly ofPart: boolean
}

interface UpdatedRows extends Updates {
  /** Those whose new versions are heap-only tuples with the indexes that the source has. */
  readonly heapOnly: number
}

/** What indexes cost the workload's writes: an estimate, which `prove` measures. */
export class WriteCosts {
  readonly #writes: ReadonlyMap<string, TableWrites>
  readonly #existing = new Map<string, Written[]>()
  readonly #updates = new Map<string, readonly UpdatedRows[]>()
  readonly #relations: ReadonlyMap<string, Relation>
  readonly #statistics: ReadonlyMap<string, ColumnStatistics>
  readonly #major: number
  readonly #partitions: Partitions
  /** Rows in the parts of partitioned tables' indexes, by the name of the index, quoted where it must be. */
  readonly #partRows = new Map<string, number>()

  constructor(snapshot: Snapshot) {
    this.#writes = tableWrites(snapshot)
    this.#major = snapshot.server.major
    this.#partitions = new Partitions(snapshot)
    this.#relations = new Map(snapshot.relations.map((one) => [quoteQualified(one.schema, one.name), one]))
    this.#statistics = new Map(snapshot.columnStatistics.map((one) => [columnKey(one, one.column), one]))
    for (const { parentIndex, size } of snapshot.indexes)
      if (parentIndex !== null) this.#partRows.set(parentIndex, (this.#partRows.get(parentIndex) ?? 0) + size.tuples)
    for (const index of snapshot.indexes) {
      // What it is a part of stands for it.
      if (index.parentIndex !== null) continue
      const written = this.#ofIndex(index)
      const table = nameOf(written.on)
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
    // Partitions that have such an index pay for it already.
    const all = Math.max(rows, this.#rowsOf(on))
    const share = rows === 0 || all === 0 ? 1 : Math.min(1, (spec.predicate === null ? rows : held) / all)
    const leading = keys[0]?.reads === undefined ? this.#statisticsOf(on, keys[0]?.column) : null
    const operatorClass = operatorClasses[0] ?? ''
    return this.#load(
      { on, method, height, share, leading, operatorClass, columns: specColumns(spec), ofPart: false },
      true,
    )
  }

  /** Of an index that the source has. */
  ofIndex(index: Index): WriteLoad {
    return this.#load(this.#ofIndex(index), false)
  }

  #ofIndex(index: Index): Written {
    const { schema, table, method, keys, predicate, size, height } = index
    const relation = this.#relations.get(quoteQualified(schema, table))
    const on = this.#partitions.rootOf({ schema, name: table })
    const rows = this.#rowsOf({ schema, name: table })
    const ofAll = Math.min(1, rows / Math.max(1, this.#rowsOf(on)))
    const held = relation?.kind === 'partitioned' ? this.#heldBy(index) : size.tuples
    const own = predicate === null || rows <= 0 ? 1 : Math.min(1, Math.max(0, held) / rows)
    return {
      on,
      method,
      height: height ?? 1,
      ofPart: on.name !== table || on.schema !== schema,
      share: on.name === table && on.schema === schema ? own : own * ofAll,
      leading: this.#statisticsOf(on, keys[0]?.column ?? undefined),
      operatorClass: keys[0]?.operatorClass ?? '',
      columns: indexedColumns(index, relation),
    }
  }

  #rowsOf(table: ObjectName): number {
    return this.#relations.get(nameOf(table))?.size.tuples ?? 0
  }

  /** Of the index of a partitioned table, which has no rows of its own. */
  #heldBy({ schema, name }: Index): number {
    return this.#partRows.get(readableQualified(schema, name)) ?? 0
  }

  #load(index: Written, isNew: boolean): WriteLoad {
    const table = nameOf(index.on)
    const writes = this.#writes.get(table)
    if (writes === undefined) return noLoad
    const own = entryPrice(index)
    const summarises = this.#summarises(index)
    let entries = writes.inserts * index.share
    let dead = writes.deletes * index.share
    let [heapOnlyLost, othersEntries, walBytes, cost] = [0, 0, 0, 0]
    for (const { columns, rows, heapOnly } of this.#updatesOf(table)) {
      const touched = overlap(index.columns, columns)
      const lost = isNew && touched && !summarises ? heapOnly : 0
      const versions = (touched && summarises ? rows : rows - heapOnly + lost) * index.share
      entries += versions
      dead += versions
      heapOnlyLost += lost
    }
    for (const other of heapOnlyLost === 0 ? [] : this.#indexesOf(table)) {
      const lost = heapOnlyLost * other.share
      const price = entryPrice(other)
      othersEntries += lost
      walBytes += lost * price.walBytes
      cost += lost * (price.cost + deadEntryCost(other))
    }
    return {
      entries: entries + othersEntries,
      heapOnlyLost,
      walBytes: walBytes + entries * own.walBytes,
      cost: cost + entries * own.cost + dead * deadEntryCost(index),
    }
  }

  #indexesOf(table: string): readonly Written[] {
    return this.#existing.get(table) ?? []
  }

  /** The same for every index that is looked at, since it depends on those that the source has. */
  #updatesOf(table: string): readonly UpdatedRows[] {
    const known = this.#updates.get(table) ?? this.#heapOnly(table)
    this.#updates.set(table, known)
    return known
  }

  /** Updated rows become heap-only tuples by what is indexed, and by how many of those found room. */
  #heapOnly(table: string): UpdatedRows[] {
    // An index of one partition ends nothing for the others.
    const indexes = this.#indexesOf(table).filter((index) => !this.#summarises(index) && !index.ofPart)
    const all = (this.#writes.get(table)?.updates ?? []).map((update) => {
      return { ...update, eligible: !indexes.some((index) => overlap(index.columns, update.columns)) }
    })
    const total = sumOfRows(all)
    const eligibleShare = total === 0 ? 0 : sumOfRows(all.filter(({ eligible }) => eligible)) / total
    const { updates = 0, hotUpdates = 0 } = this.#relations.get(table)?.activity ?? {}
    const told = updates >= fewUpdates && eligibleShare > 0
    const roomFor = told ? Math.min(1, hotUpdates / updates / eligibleShare) : 1
    return all.map(({ columns, rows, eligible }) => ({ columns, rows, heapOnly: eligible ? rows * roomFor : 0 }))
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

function sumOfRows(updates: readonly Updates[]): number {
  return updates.reduce((sum, { rows }) => sum + rows, 0)
}

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
