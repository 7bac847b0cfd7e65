import type pg from 'pg'
import { RuntimeError } from '../error.ts'
import type { Queryable } from '../queryable.ts'
import { chooseMethod, defaultThresholds, type Thresholds } from './method.ts'
import { type RowEncoder, rowEncoder } from './row-encoder.ts'
import { type Row, RowSource, type Rows } from './row-source.ts'
import { inTransaction, onClientOf } from './session.ts'
import { columnNamed, describeTable, forgetTable, type Table, type TableName } from './table.ts'
import { chunkRows, fitsOneStatement, type Method, type Target, writeChunk, writeRows } from './write-rows.ts'

export interface BulkOptions {
  readonly table: TableName
  /** A list, or a generator, which is asked for no more rows than are being written. */
  readonly rows: Rows
  /** Default: the properties of the first row. Other properties of rows are then an error; with `columns`, left out. */
  readonly columns?: readonly string[]
  /** Columns to give back of each row that was written, in the order of the input. Not by COPY. */
  readonly returning?: readonly string[]
  readonly thresholds?: Thresholds
}

export interface InsertOptions extends BulkOptions {
  /** Default `auto`: by the number of rows. */
  readonly method?: Method | 'auto'
  /** What becomes of values for a column that is `generated always as identity`: `system` writes them. */
  readonly overriding?: 'system'
}

export interface BulkResult<Returned> {
  /** Rows that were written. */
  readonly count: number
  /** Empty where `returning` was not given. */
  readonly returned: readonly Returned[]
  readonly method: Method | null
}

/**
 * Inserts rows, all or none: by VALUES, unnest or COPY, whichever is quickest for so many.
 * @returns `method` null where there was no row
 * @throws RuntimeError `usage` on a value that its column can't hold, or on properties that are no columns; errors of
 *   the rows' generator and of PostgreSQL as they are. Then nothing was written.
 */
export async function insert<Returned = Record<string, unknown>>(
  queryable: Queryable,
  options: InsertOptions,
): Promise<BulkResult<Returned>> {
  const { thresholds = defaultThresholds, method: asked = 'auto', returning = [] } = options
  return fromSource(queryable, options, Math.max(thresholds.copyFrom, chunkRows), async (begun) => {
    const { table, encoder, rows, source, isAll } = begun
    const target: Target = {
      sql: table.sql,
      columns: encoder.columns,
      overriding: overridingSql(encoder, options.overriding),
      returning: returning.map((name) => columnNamed(table, name).sql),
    }
    const method = await chooseMethod(queryable, table, rows.length, asked, thresholds, returning.length > 0)
    const isOne = isAll && method !== 'copy' && fitsOneStatement(encoder.columns.length, rows.length)
    // One COPY is all or nothing by itself; only where a row may ask for a default, others can come between.
    const isOneCopy = method === 'copy' && !encoder.columns.some(({ hasDefault }) => hasDefault)
    const write = (client: pg.ClientBase) => writeRows(client, target, encoder.encode, rows, source, method)
    const written = isOne
      ? await writeChunk(queryable, target, rows.map(encoder.encode), method)
      : await (isOneCopy ? onClientOf(queryable, write) : inTransaction(queryable, write))
    return { count: written.count, returned: written.returned as readonly Returned[], method }
  })
}

export interface Begun {
  readonly table: Table
  readonly encoder: RowEncoder
  /** The first rows. */
  readonly rows: readonly Row[]
  /** Gives the others. */
  readonly source: RowSource
  /** Whether there are no others. */
  readonly isAll: boolean
}

/** Takes the first rows before a connection is held, so that a slow source holds none for nothing. */
export async function fromSource<Returned>(
  queryable: Queryable,
  options: BulkOptions,
  firstRows: number,
  write: (begun: Begun) => Promise<BulkResult<Returned>>,
): Promise<BulkResult<Returned>> {
  const source = new RowSource(options.rows)
  try {
    const first = await source.take(firstRows)
    const [sample] = first
    if (sample === undefined) return { count: 0, returned: [], method: null }
    const table = await describeTable(queryable, options.table)
    const encoder = rowEncoder(table, sample, options.columns)
    const begun = { table, encoder, rows: first, source, isAll: first.length < firstRows }
    return await write(begun).catch((error: unknown) => {
      forgetTable(queryable, table)
      throw error
    })
  } finally {
    await source.close()
  }
}

/** COPY writes identity columns without being asked, INSERT refuses: both are to do the same. */
export function overridingSql({ columns }: RowEncoder, overriding: 'system' | undefined): string {
  if (overriding === 'system') return 'overriding system value'
  const identity = columns.find(({ isAlwaysIdentity }) => isAlwaysIdentity)
  if (identity === undefined) return ''
  throw new RuntimeError(
    'usage',
    `The column ${identity.name} is generated always as identity.`,
    'Leave it out of the rows, or say `overriding: "system"` to write the values that you have.',
  )
}
