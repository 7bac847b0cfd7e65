import type { ClientBase } from 'pg'
import type { ObjectName } from '../../model/index.ts'

/** A column of an index, key or included. */
export interface IndexColumn {
  /** Its own name in the index, which PostgreSQL chose for an expression. */
  readonly attribute: string
  /** Name of the table's column; null for an expression. */
  readonly column: string | null
  /** A quoted column or an expression, with every name qualified. */
  readonly definition: string
  readonly included: boolean
  readonly descending: boolean
  readonly nullsFirst: boolean
  /** Of a key, quoted, and qualified outside `pg_catalog`; null for an included column. */
  readonly operatorClass: string | null
  /** The operator class's bare name, which says how the method stores its keys. */
  readonly operatorClassName: string | null
  /** Type of the value that is indexed, not of what the method makes of it: `format_type` without modifier. */
  readonly type: string
  /** `pg_type.typlen` of what is stored: −1 for a type of varying length. */
  readonly length: number
  readonly alignmentBytes: number
  /** The B-tree operator class says that equal means identical, so its entries may be merged. */
  readonly equalImage: boolean
  /** The GiST operator class can be built by sorting (support function 11). */
  readonly sortable: boolean
}

/** What an index is, by the catalog of the twin. */
export interface IndexDescription extends ObjectName {
  readonly on: ObjectName
  readonly method: string
  /** `pg_get_indexdef`, under its name on the twin. */
  readonly definition: string
  readonly columns: readonly IndexColumn[]
  /** With every name qualified. */
  readonly predicate: string | null
  readonly unique: boolean
  readonly nullsNotDistinct: boolean
  /** Storage parameters, by name. */
  readonly options: Readonly<Record<string, string>>
  /** Its name among those asked for: its own, or that of the partitioned index that it is part of. */
  readonly root: string
  /** Beneath the data folder; null for the index of a partitioned table, which stores nothing. */
  readonly file: string | null
}

/**
 * Hides indexes from the planner and tells what they are, with the parts of those on partitioned tables. Hidden at
 * once: their pages are still to be written, and the planner would look at them before.
 *
 * @param owner the superuser's session, whose search path is empty, so that every name comes qualified
 * @param names quoted and qualified
 * @param kept indexes to stay as they are where they are parts, quoted and qualified
 */
export async function describeHidden(
  owner: ClientBase,
  major: number,
  names: readonly string[],
  kept: readonly string[],
): Promise<IndexDescription[]> {
  if (names.length === 0) return []
  const { rows } = await owner.query<IndexDescription>({
    // Planned once for a session, which would take several times as long as running it.
    name: 'pgwright_describe',
    text: descriptionSql(major),
    values: [names, kept],
  })
  return rows
}

// Looked up row by row, in subqueries: a join of so many catalogs takes several times as long to plan as to run.
function descriptionSql(major: number): string {
  return `with wanted as materialized (
         select name as root, to_regclass(name)::oid as oid from unnest($1::text[]) as name
         union select name, p.relid from unnest($1::text[]) as name, pg_partition_tree(to_regclass(name)) as p),
       hidden as (update pg_index set indisvalid = false where indexrelid = any(array(select oid from wanted))
         and indexrelid <> all(array(select to_regclass(name)::oid from unnest($2::text[]) as name
           where to_regclass(name) is not null)))
     select (select nspname from pg_namespace where oid = c.relnamespace) as schema, c.relname as name,
       (select json_build_object('schema', (select nspname from pg_namespace where oid = t.relnamespace), 'name', t.relname)
         from pg_class t where t.oid = i.indrelid) as "on",
       (select amname from pg_am where oid = c.relam) as method, pg_get_indexdef(c.oid) as definition,
       (${columns}) as columns, pg_get_expr(i.indpred, i.indrelid) as predicate, i.indisunique as unique,
       ${major >= 15 ? 'i.indnullsnotdistinct' : 'false'} as "nullsNotDistinct",
       coalesce((select json_object_agg(o.option_name, o.option_value) from pg_options_to_table(c.reloptions) o), '{}')
         as options,
       wanted.root, case when c.relkind = 'i' then pg_relation_filepath(c.oid) end as file
     from wanted
     cross join lateral (select * from pg_class where oid = wanted.oid offset 0) as c
     cross join lateral (select * from pg_index where indexrelid = wanted.oid offset 0) as i
     order by wanted.root, c.oid`
}

// A key's input type is its operator class's where that is a real one: `opckeytype` is only what the method stores.
const columns = `select json_agg(json_build_object('attribute', own.attname, 'column', a.attname,
         'definition', pg_get_indexdef(i.indexrelid, k.position::int, false),
         'included', k.position > i.indnkeyatts,
         'descending', coalesce(k.option & 1 = 1, false), 'nullsFirst', coalesce(k.option & 2 = 2, false),
         'operatorClass', case when o.oid is null then null
           when o.opcnamespace = 'pg_catalog'::regnamespace then quote_ident(o.opcname)
           else format('%I.%I', (select nspname from pg_namespace where oid = o.opcnamespace), o.opcname) end,
         'operatorClassName', o.opcname, 'type', format_type(coalesce(a.atttypid, own.atttypid), null),
         'length', own.attlen,
         'alignmentBytes', case own.attalign when 'c' then 1 when 's' then 2 when 'i' then 4 else 8 end,
         'equalImage', coalesce((select collisdeterministic from pg_collation where oid = k.collate_oid), true)
           and exists (select from pg_amproc p
             where p.amprocfamily = o.opcfamily and p.amproclefttype = o.opcintype and p.amprocnum = 4),
         'sortable', exists (select from pg_amproc p
           where p.amprocfamily = o.opcfamily and p.amproclefttype = o.opcintype and p.amprocnum = 11))
         order by k.position)
       from unnest(i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[], i.indoption::int2[])
         with ordinality as k (attribute, opclass, collate_oid, option, position)
       cross join lateral (select * from pg_attribute where attrelid = i.indexrelid and attnum = k.position offset 0) as own
       left join lateral (select attname, atttypid from pg_attribute
         where attrelid = i.indrelid and attnum = k.attribute and k.attribute <> 0 offset 0) as a on true
       left join lateral (select * from pg_opclass where oid = k.opclass offset 0) as o on true`
