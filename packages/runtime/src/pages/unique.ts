import { RuntimeError } from '../error.ts'
import { columnSql, type Term } from './order.ts'
import type { Queryable } from './queryable.ts'
import type { Query } from './statement.ts'

const uniqueSql = `
select exists (
  select from pg_index i
  where i.indrelid = any($1::oid[]) and i.indisunique and i.indisvalid and i.indimmediate and i.indpred is null
    and not exists (
      select from unnest(i.indkey::int2[]) with ordinality key (attnum, place)
      where key.place <= i.indnkeyatts and not exists (
        select from unnest($1::oid[], $2::int2[]) ordered (rel, attnum)
        join pg_attribute a on a.attrelid = ordered.rel and a.attnum = ordered.attnum and a.attnotnull
        where ordered.rel = i.indrelid and ordered.attnum = key.attnum)))`

/** A query's order is looked up once in each pool; a program has only so many queries, unless it builds their text. */
const mostKnown = 1_000
const known = new WeakMap<object, Set<string>>()

/**
 * Whether the columns of the order hold all of a unique index whose columns are not null. That a join brings its rows
 * more than once can't be seen here; each page is looked at for that.
 * @throws RuntimeError `usage` where they don't
 */
export async function requireTotalOrder(pool: Queryable, query: Query, terms: readonly Term[]): Promise<void> {
  const total = known.get(pool) ?? new Set()
  known.set(pool, total)
  const columns = terms.map(({ column }) => columnSql(column, 'q')).join(', ')
  const name = JSON.stringify([query.text, columns])
  if (total.has(name)) return
  // By itself: of a column that comes through `union all` PostgreSQL does not tell the table.
  const described = { text: `select ${columns} from (${query.text}\n) q limit 0`, values: [...query.values] }
  const { fields } = await pool.query({ ...described, rowMode: 'array' })
  const { rows } = await pool.query<[boolean]>({
    text: uniqueSql,
    values: [fields.map(({ tableID }) => tableID), fields.map(({ columnID }) => columnID)],
    rowMode: 'array',
  })
  if (rows[0]?.[0] !== true)
    throw new RuntimeError(
      'usage',
      'Two rows could stand at the same place of this order, and a page that ends between them would lose one.',
      'End `orderBy` with the primary key or other unique columns that are not null; where the result of the query ' +
        'is unique by these columns for another reason, say `unique: true`.',
    )
  if (total.size >= mostKnown) total.clear()
  total.add(name)
}
