import { RuntimeError } from '../error.ts'
import type { Queryable } from '../queryable.ts'
import type { Begun } from './insert.ts'
import { whyNoCopy } from './method.ts'
import { inTransaction } from './session.ts'
import { createStage, dropStage, type Source, stageColumns, stageSource, unnestSource } from './source.ts'
import type { Column } from './table.ts'
import { asksForDefault, chunkRows, type Method, writeRows } from './write-rows.ts'

/** Rows of the input that have the same key: an error, or the one to be taken. */
export type Duplicates = 'error' | 'first' | 'last'

export interface Answer {
  readonly rows: readonly (readonly unknown[])[]
  readonly rowCount: number
}

/** So many rows travel in the statement itself, more by way of a temporary table. */
export const directRows = chunkRows

/**
 * Runs one statement over all rows, which are its parameters where they are few; else they are written to a temporary
 * table before. Either way duplicates are seen, wherever they stand.
 */
export async function throughSource(
  queryable: Queryable,
  { table, encoder, rows, source, isAll }: Begun,
  statement: (source: Source) => string,
): Promise<Answer & { readonly method: Method }> {
  const { columns } = encoder
  const encode: typeof encoder.encode = (row) => requireValues(encoder.encode(row), columns)
  if (isAll) {
    const answer = await ask(queryable, unnestSource(columns, rows.map(encode)), statement)
    return { ...answer, method: 'unnest' }
  }
  return inTransaction(queryable, async (client) => {
    const method = (await whyNoCopy(client, { ...table, takesCopy: true }, false)) === null ? 'copy' : 'unnest'
    const stage = await createStage(client, columns)
    const target = { sql: stage, columns: stageColumns(columns), overriding: '', returning: [] }
    await writeRows(client, target, encode, rows, source, method)
    await client.query(`analyze ${stage}`)
    const answer = await ask(client, stageSource(stage, columns), statement)
    await dropStage(client, stage)
    return { ...answer, method }
  })
}

/** Of rows with the same key only the first or last. Rows without a key are the same as none. */
export function withoutRepeats(source: Source, keys: readonly number[], duplicates: Duplicates): Source {
  if (duplicates === 'error') return source
  const values = source.values.map((value, i) => `${value} as c${i + 1}`)
  const partition = keys.map((key) => source.values[key]).join(', ')
  const place = `row_number() over (partition by ${partition} order by source.n ${duplicates === 'last' ? 'desc' : 'asc'})`
  const ranked = `select ${values.join(', ')}, source.n, ${place} as place from ${source.sql}`
  const kept = ['source.place = 1', ...keys.map((key) => `source.c${key + 1} is null`)].join(' or ')
  return {
    sql: `(select * from (${ranked}) as source where ${kept}) as source`,
    values: source.values.map((_, i) => `source.c${i + 1}`),
    parameters: source.parameters,
  }
}

export function requireDuplicates(duplicates: Duplicates): void {
  if (['error', 'first', 'last'].includes(duplicates)) return
  throw new RuntimeError('usage', '`duplicates` can’t be read.', 'Use error, first or last.')
}

async function ask(queryable: Queryable, source: Source, statement: (source: Source) => string): Promise<Answer> {
  const text = statement(source)
  const { rows, rowCount } = await queryable.query<unknown[]>({
    text,
    values: [...source.parameters],
    rowMode: 'array',
  })
  return { rows, rowCount: rowCount ?? 0 }
}

function requireValues<Cells extends readonly (string | null | undefined)[]>(cells: Cells, columns: readonly Column[]) {
  if (!asksForDefault(cells)) return cells
  throw new RuntimeError(
    'usage',
    `A row has no value for ${columns[cells.indexOf(undefined)]?.name}.`,
    'Only an insert can take the default of a column; leave the column out of all rows, or give each a value.',
  )
}
