import type { Client } from 'pg'
import { quoteQualified } from '../../sql/index.ts'

/** A column of a foreign key; names and the type as the catalog has them. */
export interface ReferringColumn {
  readonly schema: string
  readonly table: string
  readonly column: string
  readonly type: string
}

/** From the narrowest to the widest. */
const integers: readonly string[] = ['smallint', 'integer', 'bigint']

/**
 * Columns that refer to a column of integers, or to one that refers to it, and whose values end before those of the type
 * that it is to have. Those that are farthest from it come first: so no key gives out what who refers to it can't hold.
 *
 * @param client not in a transaction
 */
export async function narrowerReferring(
  client: Client,
  { schema, table, column }: Omit<ReferringColumn, 'type'>,
  type: string,
): Promise<ReferringColumn[]> {
  const narrower = integers.slice(0, Math.max(integers.indexOf(type), 0))
  if (narrower.length === 0) return []
  const { rows } = await client.query<ReferringColumn>(referring, [
    quoteQualified(schema, table),
    column,
    narrower,
    mostSteps,
  ])
  return rows
}

/** Two tables can refer to each other. */
const mostSteps = 20

/** What is beside a column whose own change is not through has the same name but for what it begins with. */
const referring = `
  with recursive far (relation, attribute, steps) as (
    select a.attrelid, a.attnum, 0 from pg_catalog.pg_attribute a
    where a.attrelid = pg_catalog.to_regclass($1) and a.attname = $2 and not a.attisdropped
    union
    select k.conrelid, u.own, f.steps + 1
    from far f join pg_catalog.pg_constraint k on k.confrelid = f.relation and k.contype = 'f' and k.conparentid = 0
    cross join lateral unnest(k.conkey, k.confkey) as u (own, other)
    where u.other = f.attribute and f.steps < $4)
  select n.nspname as schema, c.relname as table, a.attname as column, pg_catalog.format_type(a.atttypid, null) as type
  from far f join pg_catalog.pg_class c on c.oid = f.relation join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_attribute a on a.attrelid = f.relation and a.attnum = f.attribute
  where f.steps > 0 and pg_catalog.format_type(a.atttypid, null) = any($3) and a.attname !~ '^pgwright_(new|old)_'
    and (c.oid, a.attname) is distinct from (pg_catalog.to_regclass($1)::oid, $2::name)
  group by n.nspname, c.relname, a.attname, a.atttypid
  order by max(f.steps) desc, 1, 2, 3`
