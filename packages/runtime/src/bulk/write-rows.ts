import type pg from 'pg'
import type { Queryable } from '../queryable.ts'
import { CopyWriter, loadCopy } from './copy.ts'
import type { Cell, RowEncoder } from './row-encoder.ts'
import type { Row, RowSource } from './row-source.ts'
import { unnestSource } from './source.ts'
import type { Column } from './table.ts'

export type Method = 'values' | 'unnest' | 'copy'

/** What rows are inserted into as they are: a table, or a stage. */
export interface Target {
  readonly sql: string
  readonly columns: readonly Column[]
  /** `overriding system value`, or nothing. */
  readonly overriding: string
  /** Columns to give back, quoted. */
  readonly returning: readonly string[]
}

export interface Written {
  readonly count: number
  readonly returned: readonly Record<string, unknown>[]
}

/** Rows of one statement. */
export const chunkRows = 2_000
/** Rows between two looks at whether a default is asked for. */
const copiedRows = 250
const mostParameters = 65_535

/**
 * Inserts all rows of a source, in their order. Where a row asks for a column's default, its chunk goes by VALUES,
 * which alone can say DEFAULT. `first` are rows that were taken from the source already.
 */
export async function writeRows(
  client: pg.ClientBase,
  target: Target,
  encode: RowEncoder['encode'],
  first: readonly Row[],
  source: RowSource,
  method: Method,
): Promise<Written> {
  const copyFrom = method === 'copy' ? await loadCopy() : null
  const returned: Record<string, unknown>[] = []
  let count = 0
  let copy: CopyWriter | null = null
  try {
    for await (const rows of encoded(encode, first, source, copyFrom === null ? chunkRows : copiedRows)) {
      if (copyFrom !== null && !rows.some(asksForDefault)) {
        copy ??= new CopyWriter(client, copyFrom, target.sql, target.columns)
        await copy.write(rows)
        continue
      }
      if (copy !== null) count += await copy.end()
      copy = null
      const written = await writeChunk(client, target, rows, method)
      count += written.count
      returned.push(...written.returned)
    }
    return { count: count + (copy === null ? 0 : await copy.end()), returned }
  } catch (error) {
    await copy?.fail()
    throw error
  }
}

/** Encoded only when they are about to be written: the server then has to do meanwhile. */
async function* encoded(encode: RowEncoder['encode'], first: readonly Row[], source: RowSource, most: number) {
  for (let start = 0; start < first.length; start += most) yield first.slice(start, start + most).map(encode)
  for (let rows = await source.take(most); rows.length > 0; rows = await source.take(most)) yield rows.map(encode)
}

/** With one statement where the rows are few enough for its parameters. */
export async function writeChunk(
  queryable: Queryable,
  target: Target,
  rows: readonly (readonly Cell[])[],
  method: Method,
): Promise<Written> {
  if (method !== 'values' && !rows.some(asksForDefault)) return insertUnnested(queryable, target, rows)
  const most = Math.floor(mostParameters / target.columns.length)
  const returned: Record<string, unknown>[] = []
  let count = 0
  for (let start = 0; start < rows.length; start += most) {
    const written = await insertValues(queryable, target, rows.slice(start, start + most))
    count += written.count
    returned.push(...written.returned)
  }
  return { count, returned }
}

/** Whether `writeChunk` writes them with one statement, which needs no transaction around it. */
export function fitsOneStatement(columns: number, rows: number): boolean {
  return rows * columns <= mostParameters
}

export function asksForDefault(row: readonly Cell[]): boolean {
  return row.includes(undefined)
}

async function insertUnnested(queryable: Queryable, target: Target, rows: readonly (readonly Cell[])[]) {
  const { sql, values, parameters } = unnestSource(target.columns, rows)
  return insert(queryable, target, `select ${values.join(', ')} from ${sql} order by source.n`, parameters)
}

async function insertValues(queryable: Queryable, target: Target, rows: readonly (readonly Cell[])[]) {
  const parameters: (string | null)[] = []
  const lines = rows.map((row) => {
    const cells = row.map((cell) => (cell === undefined ? 'default' : `$${parameters.push(cell)}`))
    return `(${cells.join(', ')})`
  })
  return insert(queryable, target, `values ${lines.join(', ')}`, parameters)
}

async function insert(
  queryable: Queryable,
  { sql, columns, overriding, returning }: Target,
  rows: string,
  parameters: readonly (string | null)[],
): Promise<Written> {
  const names = columns.map((column) => column.sql).join(', ')
  const giving = returning.length === 0 ? '' : ` returning ${returning.join(', ')}`
  const result = await queryable.query({
    text: `insert into ${sql} (${names}) ${overriding} ${rows}${giving}`,
    values: [...parameters],
  })
  return { count: result.rowCount ?? 0, returned: result.rows }
}
