import type { ClientBase } from 'pg'
import type { ColumnStatistics, Snapshot } from '../../model/index.ts'
import { quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import { distribution } from '../parameters/distribution.ts'
import type { PlanNode } from '../plan-node.ts'
import type { BtreeContents } from './btree-size.ts'
import type { IndexSpec } from './index-spec.ts'
import { averageTupleBytes, type ColumnWidths, mean, storedBytes } from './tuple-width.ts'

interface ColumnType {
  /** `pg_type.typlen`: −1 for a type of varying length. */
  readonly length: number
  readonly alignmentBytes: number
  /** Its values are what their text is. */
  readonly text: boolean
  /** The default B-tree operator class says that equal means identical, so its entries may be merged. */
  readonly equalImage: boolean
}

/** Tells from the statistics what an index would hold: how many rows, how wide, how many of them alike. */
export class ContentsEstimator {
  readonly #client: ClientBase
  readonly #statistics: ReadonlyMap<string, ColumnStatistics>
  readonly #tuples: ReadonlyMap<string, number>
  readonly #types = new Map<string, ReadonlyMap<string, ColumnType>>()

  constructor(client: ClientBase, snapshot: Snapshot) {
    this.#client = client
    // The inherited row describes the whole tree and stands after the table's own, which is the one wanted.
    const own = snapshot.columnStatistics.filter(({ inherited }) => !inherited)
    this.#statistics = new Map(own.map((s) => [`${quoteQualified(s.schema, s.table)}.${s.column}`, s]))
    this.#tuples = new Map(snapshot.relations.map((r) => [quoteQualified(r.schema, r.name), r.size.tuples]))
  }

  async estimate(spec: IndexSpec): Promise<BtreeContents> {
    const table = quoteQualified(spec.on.schema, spec.on.name)
    const types = await this.#typesOf(table)
    const where = spec.predicate === null ? '' : ` where ${spec.predicate.sql}`
    const tuples = Math.max(0, this.#tuples.get(table) ?? 0)
    const rows = spec.predicate === null ? tuples : await this.#planRows(`select from ${table}${where}`)
    const keys = spec.keys.map(({ column }) => column)
    const grouped = `select from ${table}${where} group by ${keys.map(quoteIdentifier).join(', ')}`
    const columns = [...keys, ...spec.include]
    return {
      rows,
      distinct: Math.min(rows, await this.#planRows(grouped)),
      commonGroups: spec.predicate === null && keys.length === 1 ? this.#commonGroups(table, keys[0] ?? '', rows) : [],
      tupleBytes: averageTupleBytes(columns.map((column) => this.#widths(table, column, types))),
      keyWidthBytes: keys.reduce((sum, column) => sum + mean(this.#widths(table, column, types).widths), 0),
      deduplicates: spec.include.length === 0 && columns.every((column) => types.get(column)?.equalImage === true),
    }
  }

  #commonGroups(table: string, column: string, rows: number): number[] {
    return (this.#statistics.get(`${table}.${column}`)?.commonFrequencies ?? []).map((share) => share * rows)
  }

  /** From the values that the statistics show where those are text; else all as wide as the average. */
  #widths(table: string, column: string, types: ReadonlyMap<string, ColumnType>): ColumnWidths {
    const type = types.get(column)
    const statistics = this.#statistics.get(`${table}.${column}`)
    const nullFraction = statistics?.nullFraction ?? 0
    if (type !== undefined && type.length > 0) {
      return { alignmentBytes: type.alignmentBytes, nullFraction, widths: [{ bytes: type.length, share: 1 }] }
    }
    const values = type?.text === true && statistics !== undefined ? distribution(statistics) : []
    const widths = values.map(({ value, share }) => ({ bytes: storedBytes(value), share }))
    const average = [{ bytes: statistics?.averageWidth ?? 32, share: 1 }]
    return { alignmentBytes: 1, nullFraction, widths: widths.length === 0 ? average : widths }
  }

  async #planRows(sql: string): Promise<number> {
    const { rows } = await this.#client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`explain (format json) ${sql}`)
    return rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0
  }

  async #typesOf(table: string): Promise<ReadonlyMap<string, ColumnType>> {
    const known = this.#types.get(table)
    if (known !== undefined) return known
    const { rows } = await this.#client.query<{ name: string } & ColumnType>(
      `select a.attname as name, a.attlen::int as length,
         case a.attalign when 'c' then 1 when 's' then 2 when 'i' then 4 else 8 end as "alignmentBytes",
         t.typcategory = 'S' as text,
         exists (select from pg_catalog.pg_opclass o
           join pg_catalog.pg_am m on m.oid = o.opcmethod and m.amname = 'btree'
           join pg_catalog.pg_amproc p on p.amprocfamily = o.opcfamily and p.amprocnum = 4
             and p.amproclefttype = o.opcintype
           where o.opcdefault and (o.opcintype = coalesce(nullif(t.typbasetype, 0), t.oid)
             or (o.opcintype = 'text'::regtype and t.typcategory = 'S')
             or (o.opcintype = 'anyenum'::regtype and t.typtype = 'e'))) as "equalImage"
       from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
       where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped`,
      [table],
    )
    const types = new Map(rows.map((row) => [row.name, row]))
    this.#types.set(table, types)
    return types
  }
}
