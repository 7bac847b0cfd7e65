/**
 * A condition: whether the role can give what it makes in a schema to an owner. Since 16 being a member is not enough.
 * The role must be able to become the owner, who must be able to make it.
 *
 * @param owner and schema are expressions, their oids
 */
export function mayGiveTo(owner: string, schema: string): string {
  return `(${owner} = (select oid from pg_catalog.pg_roles where rolname = current_user)
      or (select rolsuper from pg_catalog.pg_roles where rolname = current_user)
      or pg_catalog.pg_has_role(${owner}, case when pg_catalog.current_setting('server_version_num')::int >= 160000
          then 'SET' else 'MEMBER' end)
        and pg_catalog.has_schema_privilege(${owner}, ${schema}, 'CREATE'))`
}
