import type { Pool } from 'pg'
import { RuntimeError } from '../../error.ts'
import { asText } from '../position.ts'
import type { ReplicationSettings } from './options.ts'
import { invalidationPublication, invalidationSlot } from './statements.ts'
import { applicationName } from './stream.ts'

interface SetUp {
  readonly walLevel: string
  readonly standbys: string
  /** `max_slot_wal_keep_size` in bytes; -1 is no limit. */
  readonly walLimit: number
  readonly publications: readonly { readonly name: string; readonly publishes: boolean }[]
  readonly tables: readonly PublishedTable[]
  /** Of those that are named in the options. */
  readonly named: readonly NamedTable[]
  readonly slot: { readonly plugin: string; readonly here: boolean; readonly lost: boolean } | null
}

interface PublishedTable {
  readonly oid: number
  readonly schema: string
  readonly table: string
  /** By some condition: rows without it are not heard. */
  readonly filtered: boolean
  /** Whether the server can tell which row an UPDATE or DELETE is of; it refuses them otherwise. */
  readonly identified: boolean
  readonly explicit: boolean
}

interface NamedTable {
  readonly schema: string
  readonly table: string
  /** All of it. */
  readonly published: boolean
  readonly columns: readonly string[]
}

export interface Checked {
  /** Of the relations that are published. */
  readonly oids: readonly number[]
  readonly walLimitBytes: number | null
}

/**
 * Looks whether all that is written to the tables will be heard.
 *
 * @param first whether to refuse tables without an identity, too: changes of them are lost by who makes them, not here
 * @throws RuntimeError `usage`, with what to do; what the driver throws
 */
export async function checkSetUp(pool: Pool, settings: ReplicationSettings, first: boolean): Promise<Checked> {
  const { publications, tables, slot } = settings
  const named = JSON.stringify(tables.map(({ schema, table }) => ({ schema, table })))
  const values = [[...publications], named, slot?.name ?? null]
  const { rows } = await pool.query<{ found: string }>({ text: setUpSql, values, types: asText as never })
  const found = JSON.parse(rows[0]?.found ?? '') as SetUp
  checkServer(found)
  checkPublications(found, settings)
  checkNamed(found, settings)
  if (first) checkIdentities(found, settings)
  if (slot !== undefined) checkSlot(found, slot)
  return {
    oids: found.tables.map(({ oid }) => oid),
    walLimitBytes: found.walLimit === -1 ? null : found.walLimit,
  }
}

function checkServer({ walLevel, standbys }: SetUp): void {
  if (walLevel !== 'logical')
    throw refused(
      `The server's wal_level is ${walLevel}, with which nothing can be decoded from the WAL.`,
      "alter system set wal_level = 'logical' and restart the server; or use listen() with triggers.",
    )
  // What such a connection confirms would count as kept by a standby.
  if (standbys.includes('*') || standbys.includes(applicationName))
    throw refused(
      'A cache would count as a synchronous standby, and commits would not wait for a real one.',
      'Name the standbys in synchronous_standby_names instead of *.',
    )
}

function checkPublications({ publications, tables }: SetUp, settings: ReplicationSettings): void {
  for (const name of settings.publications) {
    const publication = publications.find((one) => one.name === name)
    if (publication === undefined) {
      const named = settings.tables.length > 0 ? settings.tables : [{ schema: 'public', table: 'orders' }]
      throw refused(
        `There is no publication ${name} in this database.`,
        `Make it, in a migration: ${invalidationPublication(name, named).trim()}`,
      )
    }
    if (!publication.publishes)
      throw refused(
        `The publication ${name} leaves some kinds of changes out.`,
        "alter publication … set (publish = 'insert, update, delete, truncate').",
      )
  }
  const filtered = tables.find((table) => table.filtered)
  if (filtered !== undefined)
    throw refused(
      `Of ${nameOf(filtered)} only some rows are published, so that changes of others would not be heard.`,
      'Publish the table without a condition, in a publication of its own for the cache.',
    )
}

function checkNamed({ named }: SetUp, settings: ReplicationSettings): void {
  for (const table of settings.tables) {
    const found = named.find((one) => nameOf(one) === nameOf(table))
    if (found === undefined) throw refused(`There is no table ${nameOf(table)}.`, 'Correct `tables`.')
    if (!found.published)
      throw refused(
        `The table ${nameOf(table)} is not published, or not all of its partitions are.`,
        'alter publication … add table …; an unlogged table can not be published.',
      )
    const { key } = table
    if (typeof key === 'string' && !found.columns.includes(key))
      throw refused(`The table ${nameOf(table)} has no column ${key}.`, 'Correct its `key`.')
  }
}

function checkIdentities({ tables }: SetUp, settings: ReplicationSettings): void {
  const named = new Set(settings.tables.map(nameOf))
  const without = tables.filter((table) => !table.identified && (table.explicit || named.has(nameOf(table))))
  const [one] = without
  if (one === undefined) return
  const others = without.length > 1 ? ` and ${without.length - 1} others` : ''
  throw refused(
    `The table ${nameOf(one)}${others} has no replica identity, so that the server refuses each UPDATE and DELETE of it.`,
    'Give it a primary key, or alter table … replica identity full; or take it out of the publication.',
  )
}

function checkSlot(
  { slot, walLimit }: SetUp,
  { name, unlimited = false }: { name: string; unlimited?: boolean },
): void {
  if (slot === null) throw refused(`There is no slot ${name}.`, `Make it: ${invalidationSlot(name).trim()}`)
  if (slot.plugin !== 'pgoutput' || !slot.here)
    throw refused(
      `The slot ${name} is of another database or of another plugin.`,
      `Make one: ${invalidationSlot(`${name}_cache`.slice(-63)).trim()}`,
    )
  if (slot.lost)
    throw refused(
      `The server has removed WAL that the slot ${name} needs.`,
      'Drop it and make it anew; set max_slot_wal_keep_size higher if it was away too long.',
    )
  if (walLimit === -1 && !unlimited)
    throw refused(
      'max_slot_wal_keep_size sets no limit: while this process is away, its slot would fill the disk of the server.',
      "alter system set max_slot_wal_keep_size = '10GB' and reload; or say slot.unlimited; or use a temporary slot.",
    )
}

function nameOf({ schema, table }: { readonly schema: string; readonly table: string }): string {
  return `${schema}.${table}`
}

function refused(message: string, hint: string): RuntimeError {
  return new RuntimeError('usage', message, hint)
}

// Partitions count as the table that they belong to; with `publish_via_partition_root` the views tell that one, and old
// rows come as the identities of its partitions are. rowfilter is there from PostgreSQL 15 on, wal_status' word too.
const setUpSql = `
with published as (
  select distinct c.oid, c.relkind, to_jsonb(t) ->> 'rowfilter' is not null as filtered,
    exists (select from pg_catalog.pg_publication as p join pg_catalog.pg_publication_rel as pr on pr.prpubid = p.oid
      where p.pubname = t.pubname
        and pr.prrelid in (select relid from pg_catalog.pg_partition_ancestors(c.oid) union select c.oid)) as explicit
  from pg_catalog.pg_publication_tables as t
  join pg_catalog.pg_namespace as n on n.nspname = t.schemaname
  join pg_catalog.pg_class as c on c.relnamespace = n.oid and c.relname = t.tablename
  where t.pubname = any($1::text[])
), leaves as (
  select p.oid, bool_and(leaf.relkind = 'p' or leaf.relreplident = 'f'
    or leaf.relreplident = 'd' and exists (select from pg_catalog.pg_index where indrelid = leaf.oid and indisprimary)
    or leaf.relreplident = 'i' and exists (select from pg_catalog.pg_index where indrelid = leaf.oid and indisreplident)
  ) as identified
  from published as p
  cross join lateral (
    select tree.relid from pg_catalog.pg_partition_tree(p.oid) as tree where tree.isleaf and p.relkind = 'p'
    union select p.oid) as part
  join pg_catalog.pg_class as leaf on leaf.oid = part.relid
  group by p.oid
), roots as (
  select p.oid, n.nspname as schema, r.relname as table, p.filtered, l.identified, p.explicit
  from published as p join leaves as l on l.oid = p.oid
  join pg_catalog.pg_class as r on r.oid = coalesce(pg_catalog.pg_partition_root(p.oid), p.oid)
  join pg_catalog.pg_namespace as n on n.oid = r.relnamespace
), named as (
  select x.schema, x.table, c.oid, c.oid in (select oid from published) or c.relkind = 'p' and not exists (
      select from pg_catalog.pg_partition_tree(c.oid) as tree where tree.isleaf and not exists (
        select from pg_catalog.pg_partition_ancestors(tree.relid) as up where up.relid in (select oid from published))
    ) as published
  from jsonb_to_recordset($2::jsonb) as x (schema text, "table" text)
  join pg_catalog.pg_namespace as n on n.nspname = x.schema
  join pg_catalog.pg_class as c on c.relnamespace = n.oid and c.relname = x.table and c.relkind in ('r', 'p')
)
select json_build_object(
  'walLevel', current_setting('wal_level'),
  'standbys', current_setting('synchronous_standby_names'),
  'walLimit', (select case setting when '-1' then -1 else setting::bigint * 1048576 end
    from pg_catalog.pg_settings where name = 'max_slot_wal_keep_size'),
  'publications', coalesce((select json_agg(json_build_object('name', pubname,
      'publishes', pubinsert and pubupdate and pubdelete and pubtruncate))
    from pg_catalog.pg_publication where pubname = any($1::text[])), '[]'),
  'tables', coalesce((select json_agg(json_build_object('oid', oid::bigint, 'schema', schema, 'table', "table",
      'filtered', filtered, 'identified', identified, 'explicit', explicit)) from roots), '[]'),
  'named', coalesce((select json_agg(json_build_object('schema', schema, 'table', "table", 'published', published,
      'columns', (select coalesce(json_agg(attname), '[]') from pg_catalog.pg_attribute
        where attrelid = named.oid and attnum > 0 and not attisdropped))) from named), '[]'),
  'slot', (select json_build_object('plugin', plugin, 'here', database = current_database(), 'lost', wal_status = 'lost')
    from pg_catalog.pg_replication_slots where slot_name = $3)
)::text as found`
