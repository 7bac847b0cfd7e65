/**
 * Condition on `pg_namespace n`: a schema of the user's. Names that start with `pg_` are the server's own; `pgwright`
 * holds our journal.
 */
export const inUserSchema = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'pgwright')`

/** Condition: the object does not belong to an extension. What does comes back with `create extension`. */
export function ofNoExtension(catalog: Catalog, oid: string): string {
  return `not exists (select from pg_catalog.pg_depend x
    where x.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass and x.objid = ${oid} and x.deptype = 'e')`
}

type Catalog =
  | 'pg_cast'
  | 'pg_class'
  | 'pg_collation'
  | 'pg_namespace'
  | 'pg_operator'
  | 'pg_opfamily'
  | 'pg_proc'
  | 'pg_ts_config'
  | 'pg_ts_dict'
  | 'pg_ts_parser'
  | 'pg_ts_template'
  | 'pg_type'
