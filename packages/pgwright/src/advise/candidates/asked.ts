import type { Column, ObjectName, Relation, Snapshot } from '../../model/index.ts'
import { type Predicate, quoteQualified, type Term } from '../../sql/index.ts'
import type { Access, KeySpec } from '../../twin/index.ts'
import { Partitions } from '../partitions.ts'
import { type IndexableColumns, indexableColumns } from './column-width.ts'

/** What a statement asks of one table, and what there is to know of that table. */
export interface Asked {
  readonly on: ObjectName
  readonly access: Access
  readonly table: TableFacts
  /** How much of the workload asks for equality with a column: the order in which equality columns are put. */
  readonly popularity: (column: string) => number
}

/** What candidates need to know of a table. */
export interface TableFacts {
  readonly relation: Relation
  readonly blocks: number
  readonly columns: ReadonlyMap<string, Column>
  readonly indexable: IndexableColumns
  /** Columns with few values, such as a status: a constant of these recurs, one of any other is somebody's. */
  readonly fewValued: ReadonlySet<string>
  /** How far the rows lie in the order of a column, from −1 to 1; 0 where nobody knows. */
  readonly correlation: (column: string) => number
  readonly averageBytes: (column: string) => number
  /** Distinct values of a column; 0 where nobody knows. */
  readonly distinct: (column: string) => number
}

/** A partial index is for one value of a column; with more values there would be too many such indexes to have. */
const mostFixedValues = 20

/** Tells of tables, each looked up once. */
export class TableBook {
  readonly #snapshot: Snapshot
  readonly #relations: ReadonlyMap<string, Relation>
  readonly #partitions: Partitions
  readonly #known = new Map<string, TableFacts>()

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot
    this.#partitions = new Partitions(snapshot)
    this.#relations = new Map(snapshot.relations.map((one) => [quoteQualified(one.schema, one.name), one]))
  }

  /**
   * Null for what gets no advice: a partition alone would have an index that its siblings miss, and a partitioned table
   * with foreign partitions none that is valid.
   */
  find({ schema, name }: ObjectName): Relation | null {
    const found = this.#relations.get(quoteQualified(schema, name))
    if (found === undefined || found.partitionBound !== null) return null
    if (found.kind === 'partitioned') return this.#partitions.isIndexable(found) ? found : null
    return found.kind === 'table' || found.kind === 'matview' ? found : null
  }

  facts(relation: Relation): TableFacts {
    const name = quoteQualified(relation.schema, relation.name)
    const known = this.#known.get(name) ?? this.#read(relation)
    this.#known.set(name, known)
    return known
  }

  #read(relation: Relation): TableFacts {
    const { schema, name } = relation
    const own = this.#snapshot.columnStatistics.filter((one) => one.schema === schema && one.table === name)
    const statistics = new Map(own.map((one) => [one.column, one]))
    return {
      relation,
      blocks: relation.size.blocks,
      columns: new Map(relation.columns.map((column) => [column.name, column])),
      indexable: indexableColumns(relation, this.#snapshot, this.#partitions),
      fewValued: new Set(
        own.filter(({ distinct }) => distinct > 0 && distinct <= mostFixedValues).map(({ column }) => column),
      ),
      correlation: (column) => statistics.get(column)?.correlation ?? 0,
      averageBytes: (column) => statistics.get(column)?.averageWidth ?? 0,
      distinct: (column) => {
        const distinct = statistics.get(column)?.distinct ?? 0
        // Below zero it is a share of the rows.
        return distinct < 0 ? -distinct * Math.max(0, relation.size.tuples) : distinct
      },
    }
  }
}

/** Columns that conditions of some kind are about, each once: the most popular first, then what tells rows apart best. */
export function columnsAsked(
  { access, popularity, table }: Asked,
  wanted: (predicate: Predicate) => boolean,
): string[] {
  return [...new Set(access.predicates.filter(wanted).map(({ use }) => use.column))].sort(
    (a, b) => popularity(b) - popularity(a) || table.distinct(b) - table.distinct(a) || (a < b ? -1 : 1),
  )
}

/** Columns that must be equal to a value that is known before the table is read. */
export function equalColumns(asked: Asked): string[] {
  return columnsAsked(asked, ({ kind, operand }) => kind === 'equal' && operand?.kind !== 'column')
}

/** Columns that must be null, true or false: an index finds these as it finds any other value. */
export function fixedColumns(asked: Asked): string[] {
  return columnsAsked(asked, ({ kind }) => kind === 'is-null' || kind === 'true' || kind === 'false')
}

/** Columns that are compared with another relation's. */
export function joinColumns(asked: Asked): string[] {
  return columnsAsked(asked, ({ kind, operand }) => kind === 'equal' && operand?.kind === 'column')
}

export function rangeColumns(asked: Asked): string[] {
  return columnsAsked(asked, ({ kind }) => kind === 'above' || kind === 'below')
}

export function ascending(columns: readonly string[]): KeySpec[] {
  return columns.map((column) => ({ column, descending: false }))
}

/** The type of what a term compares, without its length; null for an expression. */
export function typeOf({ columns }: TableFacts, { key }: Term): string | null {
  if (key.reads !== undefined) return null
  return columns.get(key.column)?.type.replace(/\(.*\)$/, '') ?? ''
}

/** The key of a term, as an index has it. */
export function keyOf({ key: { column, reads } }: Term, operatorClass?: string): KeySpec {
  return {
    column,
    descending: false,
    ...(reads === undefined ? {} : { reads }),
    ...(operatorClass === undefined ? {} : { operatorClass }),
  }
}
