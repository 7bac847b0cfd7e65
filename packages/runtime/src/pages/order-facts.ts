import { RuntimeError } from '../error.ts'
import type { Queryable } from '../queryable.ts'
import { columnSql, type Term } from './order.ts'
import type { Query } from './statement.ts'

/** What the catalog says of the columns of an order: of the tables that the query takes them from. */
interface OrderFacts {
  readonly isUnique: boolean
  readonly notNull: ReadonlySet<string>
}

const factsSql = `
with ordered as (
  select o.place, o.rel, o.attnum, a.attnotnull and (c.relkind = 'p' or c.relkind = 'r' and not c.relhassubclass)
    and not exists (select from pg_constraint n
      where n.conrelid = o.rel and n.contype = 'n' and n.conkey = array[o.attnum] and not n.convalidated) as filled
  from unnest($1::oid[], $2::int2[]) with ordinality o (rel, attnum, place)
  join pg_class c on c.oid = o.rel join pg_attribute a on a.attrelid = o.rel and a.attnum = o.attnum)
select exists (
  select from pg_index i
  where i.indrelid = any($1::oid[]) and i.indisunique and i.indisvalid and i.indimmediate and i.indpred is null
    and not exists (
      select from unnest(i.indkey::int2[]) with ordinality key (attnum, place)
      where key.place <= i.indnkeyatts and not exists (
        select from ordered o where o.filled and o.rel = i.indrelid and o.attnum = key.attnum))),
  (select coalesce(string_agg(place::text, ','), '') from ordered where filled)`

/** What can give NULL for a column that has none; as a word anywhere in the query it is taken for that. */
const makesNulls = /\b(left|right|full|rollup|cube|grouping|union|intersect|except)\b/i

/** Tables change while a program runs. */
const keptMs = 60_000
/** A program has only so many queries, unless it builds their text. */
const mostKept = 1_000
const kept = new WeakMap<object, Map<string, { readonly at: number; readonly facts: OrderFacts }>>()

/** Asks the server once a minute for each query and pool. */
export async function orderFacts(pool: Queryable, query: Query, terms: readonly Term[]): Promise<OrderFacts> {
  const all = kept.get(pool) ?? new Map()
  kept.set(pool, all)
  const columns = terms.map(({ column }) => columnSql(column, 'q')).join(', ')
  const name = JSON.stringify([query.text, columns])
  const known = all.get(name)
  if (known !== undefined && Date.now() - known.at < keptMs) return known.facts
  const facts = await askFacts(pool, query, terms, columns)
  if (all.size >= mostKept) all.clear()
  all.set(name, { at: Date.now(), facts })
  return facts
}

/**
 * That a join brings the rows of a table more than once can't be seen here; each page is looked at for that.
 * @throws RuntimeError `usage` where no unique index of columns that are not null is among those of the order
 */
export function requireUnique({ isUnique }: OrderFacts): void {
  if (isUnique) return
  throw new RuntimeError(
    'usage',
    'Two rows could stand at the same place of this order, and a page that ends between them would lose one.',
    'End `orderBy` with the primary key or other unique columns that are not null; where the result of the query ' +
      'is unique by these columns for another reason, say `unique: true`.',
  )
}

async function askFacts(pool: Queryable, query: Query, terms: readonly Term[], columns: string): Promise<OrderFacts> {
  // By itself: of a column that comes through `union all` PostgreSQL does not tell the table.
  const text = `select ${columns} from (${query.text}\n) q limit 0`
  const { fields } = await pool.query({ text, values: [...query.values], rowMode: 'array' })
  const { rows } = await pool.query<[boolean, string]>({
    text: factsSql,
    values: [fields.map(({ tableID }) => tableID), fields.map(({ columnID }) => columnID)],
    rowMode: 'array',
  })
  const [isUnique = false, places = ''] = rows[0] ?? []
  const filled = places === '' || makesNulls.test(query.text) ? [] : places.split(',').map(Number)
  return { isUnique, notNull: new Set(filled.map((place) => terms[place - 1]?.column ?? '')) }
}
