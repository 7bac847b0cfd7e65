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

function descriptionSql(major: number): string {
  return `with wanted as materialized (
         select name as root, to_regclass(name)::oid as oid from unnest($1::text[]) as name
         union select name, p.relid from unnest($1::text[]) as name, pg_partition_tree(to_regclass(name)) as p),
       hidden as (update pg_index set indisvalid = false where indexrelid in (select oid from wanted)
         and indexrelid <> all(array(select to_regclass(name)::oid from unnest($2::text[]) as name
           where to_regclass(name) is not null)))
     select n.nspname as schema, c.relname as name,
       json_build_object('schema', tn.nspname, 'name', t.relname) as "on", m.amname as method,
       pg_get_indexdef(c.oid) as definition, columns.columns, pg_get_expr(i.indpred, i.indrelid) as predicate,
       i.indisunique as unique, ${major >= 15 ? 'i.indnullsnotdistinct' : 'false'} as "nullsNotDistinct",
       coalesce((select json_object_agg(o.option_name, o.option_value) from pg_options_to_table(c.reloptions) o), '{}')
         as options,
       wanted.root, case when c.relkind = 'i' then pg_relation_filepath(c.oid) end as file
     from wanted
     join pg_class c on c.oid = wanted.oid
     join pg_namespace n on n.oid = c.relnamespace
     join pg_index i on i.indexrelid = c.oid
     join pg_class t on t.oid = i.indrelid
     join pg_namespace tn on tn.oid = t.relnamespace
     join pg_am m on m.oid = c.relam
     cross join lateral (${columns}) as columns
     order by wanted.root, c.oid`
}

// A key's input type is its operator class's where that is a real one: `opckeytype` is only what the method stores.
const columns = `select json_agg(json_build_object('attribute', own.attname, 'column', a.attname,
         'definition', pg_get_indexdef(i.indexrelid, k.position::int, false),
         'included', k.position > i.indnkeyatts,
         'descending', coalesce(k.option & 1 = 1, false), 'nullsFirst', coalesce(k.option & 2 = 2, false),
         'operatorClass', case when o.oid is null then null when o.opcnamespace = 'pg_catalog'::regnamespace then quote_ident(o.opcname)
           else format('%I.%I', opn.nspname, o.opcname) end,
         'operatorClassName', o.opcname, 'type', format_type(coalesce(a.atttypid, own.atttypid), null),
         'length', own.attlen, 'alignmentBytes', case own.attalign when 'c' then 1 when 's' then 2 when 'i' then 4 else 8 end,
         'equalImage', coalesce(l.collisdeterministic, true) and exists (select from pg_amproc p
           where p.amprocfamily = o.opcfamily and p.amproclefttype = o.opcintype and p.amprocnum = 4),
         'sortable', exists (select from pg_amproc p
           where p.amprocfamily = o.opcfamily and p.amproclefttype = o.opcintype and p.amprocnum = 11))
         order by k.position) as columns
       from unnest(i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[], i.indoption::int2[])
         with ordinality as k (attribute, opclass, collate_oid, option, position)
       join pg_attribute own on own.attrelid = i.indexrelid and own.attnum = k.position
       left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attribute and k.attribute <> 0
       left join pg_opclass o on o.oid = k.opclass
       left join pg_namespace opn on opn.oid = o.opcnamespace
       left join pg_collation l on l.oid = k.collate_oid`
