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

/** Rows of an index whose keys recur about as often as each other's. */
export interface KeyClass {
  readonly rows: number
  readonly distinct: number
}

interface KeyColumn {
  readonly statistics: ColumnStatistics | null
  readonly distinct: number
}

/**
 * Classes of keys of several columns, which are taken for independent of each other. Those with nulls, with common
 * values and with rare ones in each column stand apart, because nulls and common values recur in great numbers where
 * the rest may all be unlike. The planner takes at most a tenth of the rows for distinct, which is right for grouping
 * by columns that go together and far off for an index, whose columns are chosen for saying different things.
 */
export function keyClasses(columns: readonly KeyColumn[], rows: number): KeyClass[] {
  let classes: { readonly share: number; readonly distinct: readonly number[] }[] = [{ share: 1, distinct: [] }]
  for (const column of columns)
    classes = classes.flatMap((one) =>
      valueClasses(column).map(({ share, distinct }) => ({
        share: one.share * share,
        distinct: [...one.distinct, distinct],
      })),
    )
  return classes.map(({ share, distinct }) => ({ rows: rows * share, distinct: combinations(distinct, rows * share) }))
}

function valueClasses({ statistics, distinct }: KeyColumn): { readonly share: number; readonly distinct: number }[] {
  const nulls = statistics?.nullFraction ?? 0
  const frequencies = statistics?.commonFrequencies ?? []
  const common = frequencies.reduce((sum, frequency) => sum + frequency, 0)
  const rare = Math.max(1, distinct - frequencies.length - (nulls > 0 ? 1 : 0))
  return [
    { share: nulls, distinct: 1 },
    { share: common, distinct: frequencies.length },
    { share: 1 - nulls - common, distinct: rare },
  ].filter(({ share }) => share > 1e-6)
}

/** Distinct combinations among rows that are thrown at all possible ones. */
function combinations(distinct: readonly number[], rows: number): number {
  const possible = distinct.reduce((product, count) => product * Math.max(1, count), 1)
  const hit = possible * -Math.expm1(-rows / possible)
  return Math.max(Math.min(1, rows), ...distinct.map((count) => Math.min(count, rows)), hit)
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
