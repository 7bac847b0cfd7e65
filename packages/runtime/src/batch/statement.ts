import pg from 'pg'
import { RuntimeError } from '../error.ts'

/** A column of the query that holds a part of the key, and its type as in `cast`: `{ column: 'author_id', type: 'bigint' }`. */
export interface KeyColumn {
  readonly column: string
  readonly type: string
}

export interface LoaderOrder {
  readonly column: string
  readonly direction?: 'asc' | 'desc'
  readonly nulls?: 'first' | 'last'
}

export interface Shape {
  readonly text: string
  /** How many parameters the text has itself; those of the keys follow. */
  readonly ownParameters: number
  readonly by: readonly KeyColumn[]
  readonly orderBy: readonly LoaderOrder[]
  readonly limit: number | null
}

/**
 * One statement for any number of keys: each column of the key is one parameter, a list. Its rows come key by key in
 * the order asked for; the last column is the key's place in the lists, so that the server alone says which equals which.
 */
export function batchSql({ text, ownParameters, by, orderBy, limit }: Shape): string {
  const lists = by.map(({ type }, i) => `$${ownParameters + i + 1}::${typeSql(type)}[]`)
  const names = by.map((_, i) => `k${i + 1}`)
  const same = by.map(({ column }, i) => `q.${pg.escapeIdentifier(column)} = keys.k${i + 1}`).join(' and ')
  const order = orderBy.map(orderSql)
  const keys = `unnest(${lists.join(', ')}) with ordinality as keys (${names.join(', ')}, place)`
  // Only a limit needs a query of its own for each key; else PostgreSQL may join as it sees fit.
  if (limit === null)
    return `select q.*, keys.place from ${keys} join (${text}\n) q on ${same} order by ${['keys.place', ...order].join(', ')}`
  const inner = `select q.* from (${text}\n) q where ${same} order by ${order.join(', ')} limit ${limit}`
  return `select q.*, keys.place from ${keys} cross join lateral (${inner}) q order by ${['keys.place', ...order].join(', ')}`
}

function orderSql({ column, direction = 'asc', nulls }: LoaderOrder): string {
  if (!['asc', 'desc'].includes(direction) || !['first', 'last', undefined].includes(nulls))
    throw new RuntimeError(
      'usage',
      'A part of `orderBy` can’t be read.',
      '`direction` is asc or desc, `nulls` first or last.',
    )
  return `q.${pg.escapeIdentifier(column)} ${direction}${nulls === undefined ? '' : ` nulls ${nulls}`}`
}

/** A type's name goes into SQL as it is: it must be one, perhaps with schema, quotes or precision. */
function typeSql(type: string): string {
  if (/^("[^"]+"|[a-z_]\w*)(\.("[^"]+"|[a-z_]\w*))?( [a-z]+)*(\(\d+(, ?\d+)?\))?( [a-z]+)*$/i.test(type)) return type
  throw new RuntimeError(
    'usage',
    'The type of a key’s column can’t be read.',
    'Name it as in a cast: bigint, uuid, my_schema.my_type.',
  )
}
