import type { ClientBase } from 'pg'
import { stubSchema } from '../schema/stub-types.ts'

/** How `ANALYZE` describes a column's values: the types of the arrays that it keeps, and the operators they rest on. */
export interface ValueType {
  /** Of common values and of the histogram. A domain's is what it is made of. */
  readonly type: number
  /** The default `=` and `<`; 0 where the type has none. */
  readonly equals: number
  readonly less: number
  /** Of an array's or a tsvector's elements; null for anything that has none. */
  readonly element: { readonly type: number; readonly equals: number; readonly collation: number | null } | null
  /** Of the bounds of a range or a multirange. */
  readonly range: number | null
  /** A type of which the twin has no code. */
  readonly stub: boolean
}

/** `float8` and its `<`, in which the lengths of ranges are kept (`rangetypes_typanalyze.c`). */
export const float8 = { type: 701, less: 672 } as const

/**
 * Looks types up in the twin's catalog, by oid.
 *
 * A domain counts as what it is made of, as it does to the planner, which spares its check. An array of domains is one
 * of its own: arrays of different elements can't be compared.
 */
export async function readValueTypes(owner: ClientBase, types: readonly number[]): Promise<Map<number, ValueType>> {
  const { rows } = await owner.query<ValueTypeRow>(valueTypeSql, [[...new Set(types)]])
  return new Map(rows.map((row) => [row.asked, valueTypeOf(row)]))
}

interface ValueTypeRow {
  readonly asked: number
  readonly type: number
  readonly equals: number | null
  readonly less: number | null
  readonly element: number | null
  readonly elementEquals: number | null
  readonly range: number | null
  readonly tsvector: boolean
  readonly stub: boolean
}

/** What `ts_typanalyze.c` writes for lexemes: `text`, its `=`, and the default collation. */
const lexeme = { type: 25, equals: 98, collation: 100 } as const

function valueTypeOf({ type, equals, less, element, elementEquals, range, tsvector, stub }: ValueTypeRow): ValueType {
  const ofArray = element === null ? null : { type: element, equals: elementEquals ?? 0, collation: null }
  return { type, equals: equals ?? 0, less: less ?? 0, element: tsvector ? lexeme : ofArray, range, stub }
}

/**
 * The default B-tree class, else the default hash class, as `lookup_type_cache` finds it: of the type itself, of the
 * pseudo-type that stands for its kind, or of one that it is binary-coercible to, a preferred one first.
 */
function operators(type: string): string {
  return `select l.amopopr::int8::int as less, e.amopopr::int8::int as equals
    from pg_catalog.pg_opclass o
    join pg_catalog.pg_am m on m.oid = o.opcmethod and m.amname in ('btree', 'hash')
    join pg_catalog.pg_type i on i.oid = o.opcintype
    left join pg_catalog.pg_amop l on m.amname = 'btree' and l.amopfamily = o.opcfamily and l.amopstrategy = 1
      and l.amoplefttype = o.opcintype and l.amoprighttype = o.opcintype
    left join pg_catalog.pg_amop e on e.amopfamily = o.opcfamily
      and e.amopstrategy = case m.amname when 'btree' then 3 else 1 end
      and e.amoplefttype = o.opcintype and e.amoprighttype = o.opcintype
    where o.opcdefault and (o.opcintype = ${type}.oid
      or o.opcintype = case
        when ${type}.typcategory = 'A' and ${type}.typlen = -1 then 'anyarray'::regtype
        when ${type}.typtype = 'e' then 'anyenum'::regtype when ${type}.typtype = 'r' then 'anyrange'::regtype
        when ${type}.typtype = 'm' then 'anymultirange'::regtype when ${type}.typtype = 'c' then 'record'::regtype end
      or exists (select from pg_catalog.pg_cast c where c.castsource = ${type}.oid and c.casttarget = o.opcintype
        and c.castmethod = 'b' and c.castcontext = 'i'))
    order by m.amname, o.opcintype = ${type}.oid desc, i.typispreferred desc, o.oid
    limit 1`
}

/** What a domain is made of, through domains over domains; any other type itself. */
function base(type: string): string {
  return `with recursive made_of as (
      select b.oid, b.typtype, b.typbasetype from pg_catalog.pg_type b where b.oid = ${type}
      union all
      select b.oid, b.typtype, b.typbasetype from made_of d join pg_catalog.pg_type b on b.oid = d.typbasetype
      where d.typtype = 'd')
    select b.* from made_of d join pg_catalog.pg_type b on b.oid = d.oid where d.typtype <> 'd'`
}

const valueTypeSql = `select asked::int8::int, t.oid::int8::int as type, o.less, o.equals,
    element.oid::int8::int as element, eo.equals as "elementEquals",
    case t.typtype when 'r' then t.oid
      when 'm' then (select r.rngtypid from pg_catalog.pg_range r where r.rngmultitypid = t.oid)
    end::int8::int as range,
    t.oid = 'pg_catalog.tsvector'::regtype as tsvector,
    exists (select from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
      where p.oid = t.typinput and n.nspname = '${stubSchema}') as stub
  from unnest($1::int8[]) as asked
  cross join lateral (${base('asked')}) as t
  left join lateral (${operators('t')}) as o on true
  left join lateral (${base('t.typelem')}) as element on t.typcategory = 'A' and t.typlen = -1
  left join lateral (${operators('element')}) as eo on element.oid is not null`
