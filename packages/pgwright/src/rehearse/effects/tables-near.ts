import type { ClientBase } from 'pg'
import { readableQualified } from '../../sql/index.ts'

/** More than these would take longer to lock than they tell. */
const mostTables = 200

/**
 * Tables that a statement may lock, as `schema.name`: those whose name, or an index's of theirs, occurs in its text, with
 * their parents, partitions, and tables at the other end of a foreign key. All, up to a bound, where none occurs.
 */
export async function tablesNear(client: ClientBase, sql: string): Promise<string[]> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    `with recursive tables as (
       select c.oid, c.relname, n.nspname
       from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and c.relpersistence <> 't'
         and n.nspname not in ('pg_catalog', 'information_schema')
     ), named as (
       select t.oid from tables t where pg_catalog.strpos(pg_catalog.lower($1), pg_catalog.lower(t.relname)) > 0
       union
       select i.indrelid from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
       where pg_catalog.strpos(pg_catalog.lower($1), pg_catalog.lower(c.relname)) > 0
     ), family as (
       select oid from named
       union
       select case when h.inhrelid = f.oid then h.inhparent else h.inhrelid end
       from family f join pg_catalog.pg_inherits h on f.oid in (h.inhrelid, h.inhparent)
     ), near as (
       select oid from family
       union
       select case when k.conrelid = f.oid then k.confrelid else k.conrelid end
       from family f join pg_catalog.pg_constraint k on k.contype = 'f' and f.oid in (k.conrelid, k.confrelid)
     )
     select t.nspname as schema, t.relname as name from tables t
     where t.oid in (select oid from near) or not exists (select from near)
     order by schema, name limit ${mostTables}`,
    [sql],
  )
  return rows.map(({ schema, name }) => readableQualified(schema, name))
}
