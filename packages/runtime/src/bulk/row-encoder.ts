import { RuntimeError } from '../error.ts'
import { type Encoder, encoderOf } from './encode.ts'
import type { Row } from './row-source.ts'
import { type Column, columnNamed, type Table } from './table.ts'

/** PostgreSQL's text of a value, null for NULL, undefined where the column's default is asked for. */
export type Cell = string | null | undefined

export interface RowEncoder {
  readonly columns: readonly Column[]
  /** @throws RuntimeError `usage` on a value that the column can't hold, or a property that is no column */
  encode(row: Row): Cell[]
}

/**
 * Columns are those that are named, else the properties of the first row, without generated ones. A row that then has
 * a property which the first has not is an error: its value would be lost.
 */
export function rowEncoder(table: Table, first: Row, named: readonly string[] | undefined): RowEncoder {
  const names = named ?? Object.keys(first).filter((name) => !columnNamed(table, name).isGenerated)
  const columns = names.map((name) => columnNamed(table, name))
  const generated = columns.find(({ isGenerated }) => isGenerated)
  if (generated !== undefined) throw usage(`The column ${generated.name} is generated and can’t be written.`)
  if (columns.length === 0) throw usage('There is no column to write.')
  if (new Set(names).size < names.length) throw usage('A column comes twice in `columns`.')
  const encoders = columns.map((column): [Column, Encoder] => [column, encoderOf(column)])
  const encode = (row: Row): Cell[] => {
    if (named === undefined) requireKnown(row, table, columns)
    return encoders.map(([{ name, hasDefault }, encoder]) => {
      const value = row[name]
      if (value === null) return null
      if (value === undefined) return hasDefault ? undefined : null
      return encoder(value)
    })
  }
  return { columns, encode }
}

function requireKnown(row: Row, table: Table, columns: readonly Column[]): void {
  let unknown = Object.keys(row).length
  for (const { name } of columns) if (Object.hasOwn(row, name)) unknown--
  if (unknown === 0) return
  const known = new Set(columns.map(({ name }) => name))
  const odd = Object.keys(row).find((name) => !known.has(name) && table.columns.get(name)?.isGenerated !== true)
  if (odd !== undefined) throw usage(`A row has a value for ${odd}, which the first row has not.`)
}

function usage(message: string): RuntimeError {
  return new RuntimeError('usage', message, 'Name the columns to write in `columns`.')
}
