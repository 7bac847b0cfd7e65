import { RuntimeError } from '../error.ts'
import type { Queryable } from '../queryable.ts'
import { type BulkOptions, type BulkResult, fromSource } from './insert.ts'
import type { Source } from './source.ts'
import { type Column, columnNamed, type Table } from './table.ts'
import { type Duplicates, directRows, requireDuplicates, throughSource } from './through-source.ts'
import { columnIndex } from './upsert.ts'

export interface UpdateOptions extends BulkOptions {
  /** The columns by which a row is found; all others that rows have are written. */
  readonly key: readonly string[]
  /** Rows of the input with the same key. Default `error`, where PostgreSQL would take any of them. */
  readonly duplicates?: Duplicates
}

/**
 * Updates rows by their key, all or none, with one statement.
 * @returns `count` and `returned` of the rows that were found
 * @throws as `insert` does, and `usage` on two rows with the same key
 */
export async function update<Returned = Record<string, unknown>>(
  queryable: Queryable,
  options: UpdateOptions,
): Promise<BulkResult<Returned>> {
  const { key, duplicates = 'error', returning = [] } = options
  requireDuplicates(duplicates)
  return fromSource(queryable, options, directRows, async (begun) => {
    const { columns } = begun.encoder
    const keys = key.map((name) => columnIndex(columns, name))
    if (keys.length === 0 || keys.length === columns.length)
      throw new RuntimeError('usage', 'There is no key, or nothing beside it.', 'Name in `key` what finds a row.')
    const given = returning.map((name) => columnNamed(begun.table, name).sql)
    const statement = (input: Source) => updateSql({ table: begun.table, columns, keys, duplicates, given }, input)
    const { rows, method } = await throughSource(queryable, begun, statement)
    const [count, repeats] = (rows[0] ?? []).slice(-2).map(Number)
    if (duplicates === 'error' && Number(repeats) > 1)
      throw new RuntimeError(
        'usage',
        'Two rows have the same key, and nothing was updated.',
        'Say `duplicates: "first"` or `"last"` where one of them is to win.',
      )
    const found = count === 0 || given.length === 0 ? [] : rows
    const returned = found.map((row) => Object.fromEntries(returning.map((name, i) => [name, row[i]])) as Returned)
    return { count: count ?? 0, returned, method }
  })
}

interface Shape {
  readonly table: Table
  readonly columns: readonly Column[]
  readonly keys: readonly number[]
  readonly duplicates: Duplicates
  readonly given: readonly string[]
}

/** In its last two columns the rows that were updated, and how often a key comes at most. */
function updateSql({ table, columns, keys, duplicates, given }: Shape, { sql, values }: Source): string {
  const partition = keys.map((key) => values[key]).join(', ')
  const isKey = (i: number) => keys.includes(i)
  const set = columns.flatMap((column, i) => (isKey(i) ? [] : [`${column.sql} = source.c${i + 1}`]))
  const found = keys.map((key) => `target.${columns[key]?.sql} = source.c${key + 1}`)
  if (duplicates === 'error') found.push('not exists (select from repeated where most > 1)')
  const returning = given.map((column, i) => `, target.${column} as r${i + 1}`).join('')
  return [
    `with source as materialized (select ${values.map((value, i) => `${value} as c${i + 1}`).join(', ')}, source.n,`,
    `  count(*) over (partition by ${partition}) as repeats, row_number() over (partition by ${partition}`,
    `    order by source.n ${duplicates === 'first' ? 'asc' : 'desc'}) as place from ${sql}),`,
    // Rows without a key find nothing, however many they are.
    `repeated as (select coalesce(max(repeats), 0) as most from source`,
    `  where ${keys.map((key) => `c${key + 1} is not null`).join(' and ')}),`,
    `written as (update ${table.sql} as target set ${set.join(', ')} from source`,
    `  where source.place = 1 and ${found.join(' and ')} returning source.n${returning}),`,
    `counted as (select (select count(*) from written) as count, (select most from repeated) as most)`,
    given.length === 0
      ? 'select count, most from counted'
      : `select ${given.map((_, i) => `written.r${i + 1}`).join(', ')}, count, most
         from counted left join written on true order by written.n`,
  ].join('\n')
}
