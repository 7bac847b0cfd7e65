import type { ColumnStatistics, ObjectName, Snapshot } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'

/** What is known of the values of one column. */
export interface KnownColumn {
  /** For people: `schema.table.column`, the partitioned table's where the plan reads its partitions. */
  readonly name: string
  /** As `format_type` writes it. */
  readonly type: string
  readonly statistics: ColumnStatistics
  /** How many different values are not null, as `ANALYZE` estimates; at least one. */
  readonly distinct: number
}

/** Finds the statistics of a column that a plan compares with something. */
export class ColumnValues {
  readonly #columns = new Map<string, KnownColumn>()
  readonly #parents: ReadonlyMap<string, string>

  constructor({ relations, columnStatistics }: Snapshot) {
    const byName = new Map(relations.map((relation) => [quoteQualified(relation.schema, relation.name), relation]))
    this.#parents = new Map(
      relations.flatMap(({ schema, name, parents: [parent], partitionBound }) =>
        partitionBound === null || parent === undefined
          ? []
          : [[quoteQualified(schema, name), quoteQualified(parent.schema, parent.name)]],
      ),
    )
    for (const statistics of columnStatistics) {
      const table = quoteQualified(statistics.schema, statistics.table)
      const relation = byName.get(table)
      // Those of a partitioned table, and of no other, are of all that inherits from it.
      if (relation === undefined || statistics.inherited !== (relation.kind === 'partitioned')) continue
      const { column, distinct } = statistics
      const type = relation.columns.find(({ name }) => name === column)?.type ?? ''
      const many = distinct < 0 ? -distinct * Math.max(1, relation.size.tuples) : distinct
      const known = {
        name: `${statistics.schema}.${statistics.table}.${column}`,
        type,
        statistics,
        distinct: Math.max(1, many),
      }
      this.#columns.set(`${table}.${column}`, known)
    }
  }

  /** Of the topmost partitioned table that has statistics, else of the table itself. */
  of({ schema, name }: ObjectName, column: string): KnownColumn | undefined {
    const line: string[] = []
    let table: string | undefined = quoteQualified(schema, name)
    // A snapshot that was tampered with can have a table that is its own ancestor.
    while (table !== undefined && !line.includes(table)) {
      line.push(table)
      table = this.#parents.get(table)
    }
    return line.reverse().flatMap((table) => this.#columns.get(`${table}.${column}`) ?? [])[0]
  }
}
