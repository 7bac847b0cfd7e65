import { inUserSchema, ofNoExtension } from '../../observe/index.ts'

/** Conditions on a `pg_class c` in its `pg_namespace n`: a table, index or view that a user made. */
export const userRelation = `${inUserSchema} and c.relpersistence <> 't' and ${ofNoExtension('pg_class', 'c.oid')}`

/** Expression: the topmost table above a `pg_class c`, itself where it is no partition. */
export const rootOf = `coalesce(case when c.relispartition then pg_catalog.pg_partition_root(c.oid) end, c.oid)`

/** Expression: how many rows the planner takes a `pg_class c` to have, with its partitions; 0 where it was never told. */
export const estimatedRows = `(case when c.relkind = 'p' then (
    select coalesce(sum((select greatest(p.reltuples, 0) from pg_catalog.pg_class p where p.oid = l.relid)), 0)
    from pg_catalog.pg_partition_tree(c.oid) l where l.isleaf)
  else greatest(c.reltuples, 0) end)::float8`

/**
 * Expression: whether somebody but its owner has one of these rights on it, and is neither a superuser nor a role that
 * bypasses policies.
 *
 * @param acl null gives a relation to its owner alone
 */
export function grantedToOthers(acl: string, owner: string, ...rights: readonly string[]): string {
  const wanted = rights.map((right) => `'${right}'`).join(', ')
  // The subquery does not depend on the row: PostgreSQL runs it once, where a join would look roles up for each relation.
  return `exists (select from pg_catalog.aclexplode(${acl}) g
    where g.grantee <> ${owner} and g.privilege_type in (${wanted})
      and g.grantee not in (select x.oid from pg_catalog.pg_roles x where x.rolsuper or x.rolbypassrls))`
}
