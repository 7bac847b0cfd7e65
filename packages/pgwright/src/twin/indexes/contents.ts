import type { ClientBase } from 'pg'
import type { ColumnStatistics, RelationSize, Snapshot } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import { distribution } from '../parameters/distribution.ts'
import type { PlanNode } from '../plan-node.ts'
import type { IndexColumn, IndexDescription } from './description.ts'
import { distinctAmong, distinctValues, type KeyClass, keyClasses, ReferencedKeys } from './distinct-keys.ts'
import { type ColumnWidths, storedBytes } from './tuple-width.ts'

/** What a column of an index holds. */
export interface ColumnContents extends ColumnWidths {
  readonly is: IndexColumn
  /** Of the table's column, or of the expression where it was sampled; null where nothing is known. */
  readonly statistics: ColumnStatistics | null
  /** Distinct values in the whole table, null counted as one. */
  readonly distinct: number
}

/** What an index holds, whatever its method makes of it. */
export interface IndexContents {
  readonly index: IndexDescription
  /** Rows that its predicate lets in. */
  readonly rows: number
  readonly table: RelationSize
  readonly keys: readonly ColumnContents[]
  readonly included: readonly ColumnContents[]
  /** Distinct combinations of the keys among the rows. */
  readonly distinct: number
  /** The rows by how often their keys recur; of a single column none, since its statistics tell more. */
  readonly classes: readonly KeyClass[]
}

/** Statistics of each expression among an index's keys, in their order, as they were sampled on the source. */
type Sampled = readonly ColumnStatistics[]

/** Without statistics: the planner's own guesses (`DEFAULT_NUM_DISTINCT`, `get_typavgwidth`). */
const unknownDistinct = 200
const unknownWidthBytes = 32

/** Tells from the statistics what indexes would hold: how many rows, how wide, how many of them alike. */
export class ContentsEstimator {
  readonly #client: ClientBase
  readonly #statistics: ReadonlyMap<string, ColumnStatistics>
  readonly #sizes: ReadonlyMap<string, RelationSize>
  /** Tables over several of whose columns there are statistics, which the planner uses. */
  readonly #extended: ReadonlySet<string>
  readonly #referenced: ReferencedKeys
  readonly #columns = new Map<string, Known>()
  readonly #planned = new Map<string, number>()

  /** @param client of the twin's own role: predicates and expressions are text from elsewhere */
  constructor(client: ClientBase, snapshot: Snapshot) {
    this.#client = client
    // The inherited row describes the whole tree and stands after the table's own, which is the one wanted.
    const own = snapshot.columnStatistics.filter(({ inherited }) => !inherited)
    this.#statistics = new Map(own.map((s) => [`${quoteQualified(s.schema, s.table)}.${s.column}`, s]))
    this.#sizes = new Map(snapshot.relations.map((r) => [quoteQualified(r.schema, r.name), r.size]))
    this.#extended = new Set(snapshot.extendedStatistics.map(({ schema, table }) => quoteQualified(schema, table)))
    this.#referenced = new ReferencedKeys(snapshot)
  }

  /** Of each index, in the order given. At most one round trip, and none for what is known. */
  async estimate(indexes: readonly IndexDescription[], sampled: Sampled): Promise<IndexContents[]> {
    await this.#plan(this.#unanswered(indexes, sampled))
    return indexes.map((index) => this.#contents(index, sampled))
  }

  /** Whether the planner has to be asked, for which the tables must look as they are. */
  needsPlanner(indexes: readonly IndexDescription[], sampled: Sampled): boolean {
    return this.#unanswered(indexes, sampled).length > 0
  }

  #contents(index: IndexDescription, sampled: Sampled): IndexContents {
    const size = this.#sizeOf(index)
    const tableRows = Math.max(0, size.tuples)
    const rows = index.predicate === null ? tableRows : Math.min(tableRows, this.#answer(rowsQuery(index)))
    const columns = index.columns.map((column) => this.#column(index, column, tableRows, sampled))
    const keys = columns.filter(({ is }) => !is.included)
    const classes = keys.length > 1 ? this.#classes(index, keys, tableRows, rows) : []
    const single = distinctAmong(rows, tableRows, keys[0]?.distinct ?? 1)
    const distinct = Math.min(rows, keys.length > 1 ? classes.reduce((sum, one) => sum + one.distinct, 0) : single)
    return { index, rows, table: size, keys, included: columns.filter(({ is }) => is.included), distinct, classes }
  }

  /** @param rows of the index, which may be a part of the table's */
  #classes(index: IndexDescription, keys: readonly ColumnContents[], tableRows: number, rows: number): KeyClass[] {
    const classes = keyClasses(keys, tableRows)
    const independent = classes.reduce((sum, { distinct }) => sum + distinct, 0)
    const known = this.#knownDistinct(index, keys)
    const bound = known === null ? 1 : Math.min(1, known / Math.max(1, independent))
    const part = tableRows > 0 ? rows / tableRows : 1
    return classes.map((one) => {
      const distinct = Math.max(1, one.distinct * bound)
      return { rows: one.rows * part, distinct: distinctAmong(one.rows * part, one.rows, distinct) }
    })
  }

  /** Distinct combinations in the whole table, or the most that there can be; null where nothing tells. */
  #knownDistinct(index: IndexDescription, keys: readonly ColumnContents[]): number | null {
    const table = tableOf(index)
    const columns = keys.map(({ is }) => is)
    if (this.#extended.has(table)) return this.#answer(groupsQuery(index, columns))
    const names = columns.flatMap(({ column }) => column ?? [])
    return names.length === keys.length ? this.#referenced.rows(table, names) : null
  }

  #column(index: IndexDescription, column: IndexColumn, rows: number, sampled: Sampled): ColumnContents {
    const key = `${tableOf(index)}.${column.column ?? `(${column.definition})`} ${column.length}`
    const statistics =
      column.column === null
        ? sampledOf(index, column, sampled)
        : (this.#statistics.get(`${tableOf(index)}.${column.column}`) ?? null)
    const cached = this.#columns.get(key)
    const known = cached?.statistics === statistics ? cached : { statistics, ...widthsOf(column, statistics) }
    this.#columns.set(key, known)
    const asked = column.column === null ? this.#planned.get(groupsQuery(index, [column])) : undefined
    const distinct = distinctValues(statistics, rows) ?? Math.min(rows, asked ?? unknownDistinct)
    return { ...known, is: column, distinct }
  }

  #sizeOf(index: IndexDescription): RelationSize {
    return this.#sizes.get(tableOf(index)) ?? emptySize
  }

  /** What only the planner can tell of indexes, and has not yet. */
  #unanswered(indexes: readonly IndexDescription[], sampled: Sampled): string[] {
    const questions = indexes.flatMap((index) => {
      const keys = index.columns.filter(({ included }) => !included)
      const unknown = keys.filter((key) => key.column === null && sampledOf(index, key, sampled) === null)
      return [
        ...(index.predicate === null ? [] : [rowsQuery(index)]),
        ...(keys.length > 1 && this.#extended.has(tableOf(index)) ? [groupsQuery(index, keys)] : []),
        ...(groupable.has(index.method) ? unknown.map((key) => groupsQuery(index, [key])) : []),
      ]
    })
    return [...new Set(questions)].filter((query) => !this.#planned.has(query))
  }

  async #plan(missing: readonly string[]): Promise<void> {
    if (missing.length === 0) return
    const text = missing.map((query) => `explain (format json) ${query}`).join('; ')
    const results = await this.#client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(text)
    // Several statements in one message give several results, one gives its own.
    for (const [i, { rows }] of [results].flat().entries())
      this.#planned.set(missing[i] ?? '', rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0)
  }

  #answer(query: string): number {
    return this.#planned.get(query) ?? 0
  }
}

/** The keys that are no columns. */
export function expressionsOf(columns: readonly IndexColumn[]): IndexColumn[] {
  return columns.filter(({ column }) => column === null)
}

function sampledOf(index: IndexDescription, column: IndexColumn, sampled: Sampled): ColumnStatistics | null {
  return sampled[expressionsOf(index.columns).indexOf(column)] ?? null
}

type Known = Omit<ColumnContents, 'is' | 'distinct'>

const emptySize: RelationSize = { pages: 0, tuples: 0, allVisiblePages: 0, allFrozenPages: 0, blocks: 0 }
/** Methods whose keys are single values, which can be grouped by. */
const groupable = new Set(['btree', 'hash'])

function tableOf({ on }: IndexDescription): string {
  return quoteQualified(on.schema, on.name)
}

function from(index: IndexDescription): string {
  return `from only ${tableOf(index)}${index.predicate === null ? '' : ` where ${index.predicate}`}`
}

function rowsQuery(index: IndexDescription): string {
  return `select ${from(index)}`
}

function groupsQuery(index: IndexDescription, keys: readonly IndexColumn[]): string {
  return `select from only ${tableOf(index)} group by ${keys.map(({ definition }) => `(${definition})`).join(', ')}`
}

/** From the values that the statistics show where their text tells; else all as wide as the average. */
function widthsOf(column: IndexColumn, statistics: ColumnStatistics | null): ColumnWidths {
  const { alignmentBytes, length, type } = column
  const nullFraction = statistics?.nullFraction ?? 0
  if (length > 0) return { alignmentBytes, nullFraction, widths: [{ bytes: length, share: 1 }] }
  const values = statistics === null ? [] : distribution(statistics)
  const widths = values.flatMap(({ value, share }) => {
    const bytes = storedBytes(type, value)
    return bytes === null || share === 0 ? [] : [{ bytes, share }]
  })
  const averageBytes = statistics?.averageWidth ?? unknownWidthBytes
  // Short values stand anywhere, without padding.
  const alignment = averageBytes > 127 ? alignmentBytes : 1
  return {
    alignmentBytes: alignment,
    nullFraction,
    widths: widths.length > 0 ? widths : [{ bytes: averageBytes, share: 1 }],
  }
}
