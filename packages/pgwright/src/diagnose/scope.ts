/** Condition on a `pg_namespace n`: what is neither the server's own nor pgwright's journal. */
export const ofUser = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'pgwright')`

/** Condition on an object: it belongs to no extension, whose authors answer for it. */
export function ofNoExtension(catalog: string, oid: string): string {
  return `not exists (select from pg_catalog.pg_depend x
    where x.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass and x.objid = ${oid} and x.deptype = 'e')`
}

/** Conditions on a `pg_class c` in its `pg_namespace n`: a table, index or view that a user made. */
export const userRelation = `${ofUser} and c.relpersistence <> 't' and ${ofNoExtension('pg_class', 'c.oid')}`

/** Expression: the topmost table above a `pg_class c`, itself where it is no partition. */
export const rootOf = `coalesce(case when c.relispartition then pg_catalog.pg_partition_root(c.oid) end, c.oid)`
