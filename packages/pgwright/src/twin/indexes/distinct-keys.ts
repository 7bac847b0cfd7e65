import type { ColumnStatistics, Snapshot } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'

/**
 * Distinct values of a column, null as one of them; null where there are no statistics.
 *
 * @param rows of the table
 */
export function distinctValues(statistics: ColumnStatistics | null, rows: number): number | null {
  if (statistics === null || statistics.distinct === 0) return null
  const { distinct, nullFraction } = statistics
  return Math.min(rows, distinct > 0 ? distinct : -distinct * rows) + (nullFraction > 0 ? 1 : 0)
}

/**
 * Distinct combinations among `rows` rows when columns are independent of each other: as many of all possible ones as
 * are hit when rows are thrown at them. The planner takes at most a tenth of the rows, which is right for grouping by
 * columns that go together and far off for an index, whose columns are chosen for saying different things.
 */
export function combinations(distinct: readonly number[], rows: number): number {
  const possible = distinct.reduce((product, count) => product * Math.max(1, count), 1)
  return rows === 0
    ? 0
    : Math.max(1, ...distinct.map((count) => Math.min(count, rows)), possible * -Math.expm1(-rows / possible))
}

/** How many of `distinct` values are left when `part` of `rows` rows are taken. */
export function distinctAmong(part: number, rows: number, distinct: number): number {
  if (rows <= 0 || part >= rows) return distinct
  return Math.min(part, distinct * (1 - (1 - part / rows) ** (rows / Math.max(1, distinct))))
}

/**
 * Most combinations that columns can have because they point to a key of another table: by a foreign key, or by names
 * and types alone, as `l_partkey, l_suppkey` do to `ps_partkey, ps_suppkey`. A guess, but one that errs rarely: several
 * columns that are all called like the parts of one key.
 */
export class ReferencedKeys {
  readonly #rowsByColumns = new Map<string, number>()
  readonly #types = new Map<string, string>()

  constructor(snapshot: Snapshot) {
    const relations = new Map(snapshot.relations.map((r) => [quoteQualified(r.schema, r.name), r]))
    for (const [table, { columns }] of relations)
      for (const { name, type } of columns) this.#types.set(`${table}.${name}`, type)
    for (const { schema, table, keys, unique, predicate } of snapshot.indexes) {
      const on = quoteQualified(schema, table)
      const rows = relations.get(on)?.size.tuples ?? 0
      const columns = keys.flatMap(({ column }) => column ?? [])
      if (!unique || predicate !== null || columns.length < 2 || columns.length < keys.length || rows <= 0) continue
      const signature = this.#signature(on, columns)
      this.#rowsByColumns.set(signature, Math.max(rows, this.#rowsByColumns.get(signature) ?? 0))
    }
  }

  /** Null where the columns are called like no key. */
  rows(table: string, columns: readonly string[]): number | null {
    return this.#rowsByColumns.get(this.#signature(table, columns)) ?? null
  }

  /** Names without a prefix that all columns of a table share, in some order, each with its type. */
  #signature(table: string, columns: readonly string[]): string {
    const named = columns.map((name) => `${name.replace(/^[a-z]{1,3}_/i, '')} ${this.#types.get(`${table}.${name}`)}`)
    return named.sort().join(', ')
  }
}
