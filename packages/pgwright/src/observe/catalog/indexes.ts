import type { Index, RelationSize } from '../../model/index.ts'
import { readMetapages } from './index-metapages.ts'
import { readPlannedHeights } from './planned-heights.ts'
import type { Reading } from './reading.ts'
import { readParts } from './relation-parts.ts'
import type { CatalogRelation } from './relations.ts'
import { sizeColumns, splitSize } from './size.ts'
import { tablespaceOf } from './tablespaces.ts'

export interface CatalogIndex {
  readonly oid: number
  readonly index: Index
}

interface IndexRow extends Omit<Index, 'size' | 'height' | 'gin'>, RelationSize {
  readonly oid: number
}

/** The indexes of the relations given, in the order of the relations, then of their creation. */
export async function readIndexes(reading: Reading, relations: readonly CatalogRelation[]): Promise<CatalogIndex[]> {
  const rows = await readParts<IndexRow>(reading, relations, 'indexes', indexSql(reading))
  const metapages = await readMetapages(reading)
  const indexes = rows.map(({ oid, ...row }) => {
    const { rest, size } = splitSize(row)
    const height = metapages.heights.get(oid) ?? null
    return { oid, index: { ...rest, size, height, gin: metapages.gin.get(oid) ?? null } }
  })
  const planned = await readPlannedHeights(reading, indexes)
  return indexes.map(({ oid, index }) => ({
    oid,
    index: { ...index, height: index.height ?? planned.get(oid) ?? null },
  }))
}

// `indislive` is false, and the definition null, of an index that is being dropped at this moment. OFFSET 0 keeps the
// definition from being worked out twice.
function indexSql(reading: Reading): string {
  const nullsNotDistinct = reading.has('pg_index.indnullsnotdistinct') ? 'i.indnullsnotdistinct' : 'false'
  return `select i.indexrelid as oid, n.nspname as schema, c.relname as name, t.relname as table, m.amname as method,
       definition.text as definition, keys.keys, keys.include, pg_get_expr(i.indpred, i.indrelid) as predicate,
       i.indisunique as unique, ${nullsNotDistinct} as "nullsNotDistinct", i.indisprimary as primary,
       i.indisexclusion as exclusion, i.indisvalid as valid, i.indisreplident as "replicaIdentity",
       i.indisclustered as clustered, (${restingConstraint}) as constraint,
       (select format('%I.%I', pn.nspname, p.relname)
        from pg_inherits h
        join pg_class p on p.oid = h.inhparent
        join pg_namespace pn on pn.oid = p.relnamespace
        where h.inhrelid = i.indexrelid) as "parentIndex",
       obj_description(i.indexrelid, 'pg_class') as comment,
       ${tablespaceOf('c')} as tablespace, ${sizeColumns(reading, 'c')},
       pg_stat_get_numscans(i.indexrelid)::float8 as scans
     from pg_index i
     join pg_class c on c.oid = i.indexrelid
     join pg_namespace n on n.oid = c.relnamespace
     join pg_class t on t.oid = i.indrelid
     join pg_am m on m.oid = c.relam
     cross join lateral (select pg_get_indexdef(i.indexrelid) as text offset 0) as definition
     cross join lateral (${keys}) as keys
     where i.indrelid = any($1) and i.indislive and definition.text is not null
     order by array_position($1, i.indrelid), i.indexrelid`
}

// None of an expression, whose attribute is 0.
const keyColumn = `a.attrelid = i.indrelid and a.attnum = k.attribute and k.attribute <> 0`

// Operator classes are quoted, and qualified outside pg_catalog. A key's collation is told where it is not its column's
// own; an expression's own can't be looked up, so there it is told where it is not the type's. A GIN index of documents
// keeps text, and compares it without any. Looked up key by key: joined, these catalogs would be read whole each time.
const keys = `select
         json_agg(json_build_object('column', k.column,
           'definition', pg_get_indexdef(i.indexrelid, k.position::int, false),
           'operatorClass', (select case when o.opcnamespace = 'pg_catalog'::regnamespace then quote_ident(o.opcname)
               else format('%I.%I', opn.nspname, o.opcname) end
             from pg_opclass o join pg_namespace opn on opn.oid = o.opcnamespace where o.oid = k.opclass),
           'collation', case when k.collate_oid <> k.usual_collation then
             (select format('%I.%I', ln.nspname, l.collname)
              from pg_collation l join pg_namespace ln on ln.oid = l.collnamespace where l.oid = k.collate_oid) end,
           'descending', k.option & 1 = 1, 'nullsFirst', k.option & 2 = 2)
           order by k.position) filter (where k.position <= i.indnkeyatts) as keys,
         coalesce(array_agg(k.column::text order by k.position) filter (where k.position > i.indnkeyatts), '{}') as include
       from (select k.*,
           (select a.attname from pg_attribute a where ${keyColumn}) as column,
           coalesce((select a.attcollation from pg_attribute a where ${keyColumn}),
             (select ty.typcollation from pg_attribute own join pg_type ty on ty.oid = own.atttypid
              where own.attrelid = i.indexrelid and own.attnum = k.position)) as usual_collation
         from unnest(i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[], i.indoption::int2[])
           with ordinality as k (attribute, opclass, collate_oid, option, position)) as k`

// By way of pg_depend, since pg_constraint has no index on conindid. A constraint of its own goes before a foreign key.
const restingConstraint = `select k.conname from pg_constraint k
         where k.conindid = i.indexrelid and k.oid in (
           select d.refobjid from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = i.indexrelid
             and d.refclassid = 'pg_constraint'::regclass
           union all
           select d.objid from pg_depend d where d.refclassid = 'pg_class'::regclass and d.refobjid = i.indexrelid
             and d.classid = 'pg_constraint'::regclass)
         order by k.contype = 'f', k.conname limit 1`
