import type pg from 'pg'
import { quoted } from './encode.ts'
import type { Cell } from './row-encoder.ts'
import type { Column } from './table.ts'

/** Where a statement finds the rows: a relation with columns c1, c2, … and `n`, their place in the input. */
export interface Source {
  /** For `from`; the relation's name is `source`. */
  readonly sql: string
  /** c1, c2, … as values of the columns' types. */
  readonly values: readonly string[]
  readonly parameters: readonly string[]
}

/** Each column one parameter, so that any number of rows stays far from the 65,535 that a statement may have. */
export function unnestSource(columns: readonly Column[], rows: readonly (readonly Cell[])[]): Source {
  const arrays = columns.map(({ isNested, type }, i) => `$${i + 1}::${isNested ? 'text' : type}[]`)
  const names = columns.map((_, i) => `c${i + 1}`)
  return {
    sql: `unnest(${arrays.join(', ')}) with ordinality as source (${names.join(', ')}, n)`,
    // Lists would be taken apart to the last value, rows to their columns: they travel as text.
    values: columns.map(({ isNested, type }, i) => (isNested ? `source.c${i + 1}::${type}` : `source.c${i + 1}`)),
    parameters: columns.map((_, i) => arrayOf(rows, i)),
  }
}

/** A table that ends with the transaction, or with `dropStage`. */
export async function createStage(client: pg.ClientBase, columns: readonly Column[]): Promise<string> {
  const stage = 'pg_temp.pgwright_bulk'
  const columnsSql = columns.map(({ type }, i) => `c${i + 1} ${type}`)
  await client.query(
    `create temp table pgwright_bulk (n bigint generated always as identity, ${columnsSql.join(', ')}) on commit drop`,
  )
  return stage
}

/** Where the caller's transaction goes on, it may write in bulk again. */
export async function dropStage(client: pg.ClientBase, stage: string): Promise<void> {
  await client.query(`drop table ${stage}`)
}

export function stageSource(stage: string, columns: readonly Column[]): Source {
  return { sql: `${stage} as source`, values: columns.map((_, i) => `source.c${i + 1}`), parameters: [] }
}

/** The columns of a stage, for writing into it. */
export function stageColumns(columns: readonly Column[]): Column[] {
  return columns.map((column, i) => ({ ...column, name: `c${i + 1}`, sql: `c${i + 1}` }))
}

function arrayOf(rows: readonly (readonly Cell[])[], column: number): string {
  let text = '{'
  for (let i = 0; i < rows.length; i++) {
    const cell = rows[i]?.[column]
    if (i > 0) text += ','
    text += cell === null || cell === undefined ? 'NULL' : quoted(cell)
  }
  return `${text}}`
}
