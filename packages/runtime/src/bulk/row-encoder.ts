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
  const encoders = columns.map(encoderOf)
  const known = named === undefined ? new Set([...names, ...generatedNames(table)]) : null
  const encode = (row: Row): Cell[] => {
    if (known !== null) requireKnown(row, known)
    const cells = new Array<Cell>(columns.length)
    for (let i = 0; i < columns.length; i++) {
      const { name, hasDefault } = columns[i] as Column
      const value = row[name]
      if (value === null) cells[i] = null
      else if (value === undefined) cells[i] = hasDefault ? undefined : null
      else cells[i] = (encoders[i] as Encoder)(value)
    }
    return cells
  }
  return { columns, encode }
}

function generatedNames({ columns }: Table): string[] {
  return [...columns.values()].filter(({ isGenerated }) => isGenerated).map(({ name }) => name)
}

function requireKnown(row: Row, known: ReadonlySet<string>): void {
  for (const name in row)
    if (!known.has(name) && Object.hasOwn(row, name))
      throw usage(`A row has a value for ${name}, which the first row has not.`)
}

function usage(message: string): RuntimeError {
  return new RuntimeError('usage', message, 'Name the columns to write in `columns`.')
}
