import pg from 'pg'
import { RuntimeError } from '../error.ts'
import type { Queryable } from '../queryable.ts'
import { type BulkOptions, type BulkResult, fromSource, overridingSql } from './insert.ts'
import type { Source } from './source.ts'
import { type Column, columnNamed } from './table.ts'
import { type Duplicates, directRows, requireDuplicates, throughSource, withoutRepeats } from './through-source.ts'

export interface UpsertOptions extends BulkOptions {
  /** The columns of a unique index, or the name of a constraint. */
  readonly conflict: readonly string[] | { readonly constraint: string }
  /** Columns that a row which is there already takes from the input; default all others, `[]` for none. */
  readonly update?: readonly string[]
  /** SQL: which rows are updated, such as `excluded.version > orders.version`. Never put a value of a request in it. */
  readonly where?: string
  /** Rows of the input with the same key. Default `error`: PostgreSQL's own, 21000. */
  readonly duplicates?: Duplicates
  readonly overriding?: 'system'
}

/**
 * Inserts rows, or updates those that are there, all or none, with one statement.
 * @returns `count` and `returned` of the rows that were inserted or updated, not of those left as they are
 * @throws as `insert` does
 */
export async function upsert<Returned = Record<string, unknown>>(
  queryable: Queryable,
  options: UpsertOptions,
): Promise<BulkResult<Returned>> {
  const { conflict, duplicates = 'error', returning = [] } = options
  requireDuplicates(duplicates)
  return fromSource(queryable, options, directRows, async (begun) => {
    const { table, encoder } = begun
    const keys = isColumns(conflict) ? conflict.map((name) => columnIndex(encoder.columns, name)) : []
    if (duplicates !== 'error' && keys.length === 0)
      throw new RuntimeError('usage', '`duplicates` needs the columns of the key.', 'Name them in `conflict`.')
    const isKey = (column: Column) => keys.includes(encoder.columns.indexOf(column))
    const updated = options.update?.map((name) => columnNamed(table, name)) ?? encoder.columns.filter((c) => !isKey(c))
    const given = returning.map((name) => columnNamed(table, name).sql)
    const statement = (input: Source) => {
      const { sql, values } = withoutRepeats(input, keys, duplicates)
      return [
        `insert into ${table.sql} (${encoder.columns.map((column) => column.sql).join(', ')})`,
        overridingSql(encoder, options.overriding),
        `select ${values.join(', ')} from ${sql} order by source.n`,
        `on conflict ${conflictSql(conflict)} ${actionSql(updated, options.where)}`,
        given.length === 0 ? '' : `returning ${given.join(', ')}`,
      ].join('\n')
    }
    const { rows, rowCount, method } = await throughSource(queryable, begun, statement)
    const returned = rows.map((row) => Object.fromEntries(returning.map((name, i) => [name, row[i]])) as Returned)
    return { count: rowCount, returned, method }
  })
}

function conflictSql(conflict: UpsertOptions['conflict']): string {
  return isColumns(conflict)
    ? `(${conflict.map((name) => pg.escapeIdentifier(name)).join(', ')})`
    : `on constraint ${pg.escapeIdentifier(conflict.constraint)}`
}

function actionSql(updated: readonly Column[], where: string | undefined): string {
  if (updated.length === 0) return 'do nothing'
  const set = updated.map(({ sql }) => `${sql} = excluded.${sql}`).join(', ')
  return `do update set ${set}${where === undefined ? '' : ` where ${where}`}`
}

function isColumns(conflict: UpsertOptions['conflict']): conflict is readonly string[] {
  return Array.isArray(conflict)
}

export function columnIndex(columns: readonly Column[], name: string): number {
  const index = columns.findIndex((column) => column.name === name)
  if (index >= 0) return index
  throw new RuntimeError(
    'usage',
    `The rows have no column ${name}.`,
    'The columns of the key must be among those written.',
  )
}
