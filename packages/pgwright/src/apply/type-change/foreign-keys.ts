import type { Client } from 'pg'
import { keyName, sideName } from './own-names.ts'

/** A foreign key that refers to a column, of whatever table; names are as the catalog has them. */
export interface ForeignKeyFacts {
  readonly schema: string
  readonly table: string
  readonly name: string
  readonly ownColumns: readonly string[]
  /** Those that it refers to, in the order of its own. */
  readonly columns: readonly string[]
  /** What follows them, but for whether it is validated. */
  readonly rest: string
  readonly validated: boolean
  /** Since PostgreSQL 18 one can be there for people alone. */
  readonly enforced: boolean
  readonly deferrable: boolean
  readonly deferred: boolean
  readonly comment: string | null
}

/**
 * All that refer to a column, or already to the one beside it that is to take its place, which counts as the column
 * itself: they are the same ones all the way. Those of partitions that belong to the partitioned table's go with it.
 *
 * @param relation its oid
 * @param client with nothing but `pg_catalog` in its search path
 */
export async function foreignKeysTo(client: Client, relation: number, column: string): Promise<ForeignKeyFacts[]> {
  const beside = sideName('new', column)
  const { rows } = await client.query<ForeignKeyFacts>(
    `${facts} where k.confrelid = $1::int8::oid and k.contype = 'f' and k.conparentid = 0 and exists (
       select from pg_catalog.pg_attribute a where a.attrelid = k.confrelid and a.attnum = any(k.confkey)
         and a.attname in ($2, $3)) order by n.nspname, c.relname, k.conname`,
    [relation, column, beside],
  )
  const isMaking = ({ schema, table, name }: ForeignKeyFacts) =>
    rows.some(
      (real) =>
        real.schema === schema &&
        real.table === table &&
        (name === keyName('new', real.name) || name === keyName('old', real.name)),
    )
  return rows
    .filter((key) => !isMaking(key))
    .map((key) => ({ ...key, columns: key.columns.map((name) => (name === beside ? column : name)) }))
}

/** As it is now; undefined where there is none of that name. */
export async function foreignKeyOf(
  client: Client,
  table: string,
  constraint: string,
): Promise<ForeignKeyFacts | undefined> {
  const { rows } = await client.query<ForeignKeyFacts>(
    `${facts} where k.conrelid = pg_catalog.to_regclass($1) and k.conname = $2 and k.contype = 'f'`,
    [table, constraint],
  )
  return rows[0]
}

/** The table's own columns and the other's come first in what PostgreSQL prints, as do their names here. */
const facts = `
  select n.nspname as schema, c.relname as table, k.conname as name, w.own as "ownColumns", w.other as columns,
    pg_catalog.regexp_replace(pg_catalog.substr(d.definition, pg_catalog.length(w.head) + 1), ' NOT (VALID|ENFORCED)$', '') as rest,
    k.convalidated as validated, coalesce(pg_catalog.to_jsonb(k) ->> 'conenforced', 'true') = 'true' as enforced,
    k.condeferrable as deferrable, k.condeferred as deferred,
    pg_catalog.obj_description(k.oid, 'pg_constraint') as comment
  from pg_catalog.pg_constraint k join pg_catalog.pg_class c on c.oid = k.conrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  cross join lateral (select pg_catalog.pg_get_constraintdef(k.oid) as definition) as d
  cross join lateral (
    select pg_catalog.json_agg(a.attname order by u.n) as own, pg_catalog.json_agg(f.attname order by u.n) as other,
      pg_catalog.format('FOREIGN KEY (%s) REFERENCES %s(%s)', pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' order by u.n),
        k.confrelid::regclass, pg_catalog.string_agg(pg_catalog.quote_ident(f.attname), ', ' order by u.n)) as head
    from unnest(k.conkey, k.confkey) with ordinality as u (own, other, n)
    join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.own
    join pg_catalog.pg_attribute f on f.attrelid = k.confrelid and f.attnum = u.other) as w`
