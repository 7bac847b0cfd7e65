import type { ClientBase } from 'pg'

export interface Relation {
  readonly oid: number
  /** `schema.name`, as people write it. */
  readonly name: string
  /** Quoted. */
  readonly sql: string
  /** r, p, f, v or m, as in `pg_class`. */
  readonly kind: 'r' | 'p' | 'f' | 'v' | 'm'
  readonly rowSecurity: boolean
  readonly forced: boolean
  /** Whether the role has its owner's rights, so that policies do not hold for it unless they are forced. */
  readonly owned: boolean
  readonly policies: number
  readonly privileges: readonly string[]
  /** Whether only some columns may be selected. */
  readonly columnRights: boolean
  readonly hasTenantColumn: boolean
  /** Quoted names of those that may be inserted. */
  readonly columns: readonly string[]
  /** Quoted; null where none may be updated. */
  readonly updatable: string | null
  /** Columns of each unique constraint or index without the tenant's, quoted. */
  readonly uniques: readonly (readonly string[])[]
  /** Whether a view's query is run with the rights of whoever asks. */
  readonly invoker: boolean
  /** Views only: whether it reads one of the tables that are not shared, directly or through others. */
  readonly readsTenants: boolean
}

/** All that the role can reach, or might. */
export async function relationsOf(
  admin: ClientBase,
  role: string,
  {
    column,
    shared,
    schemas,
  }: { readonly column: string; readonly shared: readonly string[]; readonly schemas: readonly string[] | null },
): Promise<Relation[]> {
  const { rows } = await admin.query<Relation>(relationsSql, [role, column, shared, schemas])
  return rows
}

const relationsSql = `
with recursive relation as (
  select c.oid, n.nspname || '.' || c.relname as name, c.relkind, c.relowner, c.relrowsecurity, c.relforcerowsecurity,
    format('%I.%I', n.nspname, c.relname) as sql, c.reloptions
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'f', 'v', 'm') and c.relpersistence <> 't'
    and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and ($4::text[] is null or n.nspname = any($4))
    and not exists (select from pg_catalog.pg_depend d
      where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
), reading as (
  select r.ev_class as view, d.refobjid as relation
  from pg_catalog.pg_rewrite r join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = r.oid
  where d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid <> r.ev_class
), reached as (
  select view, relation from reading
  union select reached.view, reading.relation from reached join reading on reading.view = reached.relation
)
select relation.oid::int8::float8 as oid, name, sql, relkind::text as kind, relrowsecurity as "rowSecurity",
  relforcerowsecurity as forced, pg_has_role($1, relowner, 'USAGE') as owned,
  (select count(*)::int from pg_catalog.pg_policy p where p.polrelid = relation.oid) as policies,
  array(select p from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) p
    where has_table_privilege($1, relation.oid, p)
      or (p in ('SELECT', 'INSERT', 'UPDATE') and has_any_column_privilege($1, relation.oid, p))) as privileges,
  not has_table_privilege($1, relation.oid, 'SELECT') and has_any_column_privilege($1, relation.oid, 'SELECT')
    as "columnRights",
  exists (select from pg_catalog.pg_attribute a where a.attrelid = relation.oid and a.attname = $2 and not a.attisdropped)
    as "hasTenantColumn",
  array(select quote_ident(a.attname) from pg_catalog.pg_attribute a where a.attrelid = relation.oid and a.attnum > 0
    and not a.attisdropped and a.attgenerated = '' and has_column_privilege($1, relation.oid, a.attnum, 'INSERT')
    order by a.attnum) as columns,
  (select quote_ident(a.attname) from pg_catalog.pg_attribute a where a.attrelid = relation.oid and a.attnum > 0
    and not a.attisdropped and a.attgenerated = '' and a.attidentity <> 'a'
    and has_column_privilege($1, relation.oid, a.attnum, 'UPDATE')
    order by a.attname = $2, a.attnum desc limit 1) as updatable,
  coalesce((select jsonb_agg(names) from (
    select array(select quote_ident(a.attname) from pg_catalog.pg_attribute a
      where a.attrelid = relation.oid and a.attnum = any(i.indkey)) as names
    from pg_catalog.pg_index i where i.indrelid = relation.oid and i.indisunique and i.indimmediate
      and i.indpred is null and i.indexprs is null) keys
    where not quote_ident($2) = any(names)), '[]') as uniques,
  coalesce((select lower(split_part(o, '=', 2)) in ('true', 'on', '1', 'yes') from unnest(reloptions) o
    where o like 'security_invoker=%'), false) as invoker,
  exists (select from reached join relation t on t.oid = reached.relation
    where reached.view = relation.oid and t.relkind in ('r', 'p', 'f') and t.name <> all($3)) as "readsTenants"
from relation where name <> all($3) order by name`
