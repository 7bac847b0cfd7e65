import type { Client } from 'pg'

/**
 * Statements that give a relation which was just made the grants that another of its name has: all of them, and none that
 * default privileges give. Null where someone else than the owner has made one of them, which only that role could.
 *
 * @param relation quoted, qualified
 */
export async function grantsOf(client: Client, relation: string): Promise<string[] | null> {
  const { rows } = await client.query<{ statement: string | null }>(grants, [relation])
  const statements = rows.flatMap(({ statement }) => statement ?? [])
  return statements.length < rows.length ? null : statements
}

/** In the order that the catalog has them, in which it writes them down again. */
const grants = `
  with own as (select c.oid, c.relacl, c.relowner, c.relnamespace from pg_catalog.pg_class c
      where c.oid = pg_catalog.to_regclass($1::text)),
    granted as (
      select 0 as place, '' as columns, e.* from own, pg_catalog.aclexplode(own.relacl) with ordinality as e
      union all select a.attnum, pg_catalog.format(' (%I)', a.attname), e.* from own
        join pg_catalog.pg_attribute a on a.attrelid = own.oid,
        pg_catalog.aclexplode(a.attacl) with ordinality as e),
    given as (
      select place, min(ordinality) as at, pg_catalog.format('grant %s on %s to %s%s',
          pg_catalog.string_agg(privilege_type || columns, ', ' order by ordinality), $1::text,
          case grantee when 0 then 'public' else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(grantee)) end,
          case when is_grantable then ' with grant option' else '' end) as statement,
        pg_catalog.bool_or(grantor <> (select relowner from own)) as foreign
      from granted group by place, grantee, is_grantable),
    defaulted as (
      select distinct e.grantee from own, pg_catalog.pg_default_acl d, pg_catalog.aclexplode(d.defaclacl) as e
      where d.defaclobjtype = 'r' and d.defaclnamespace in (0, own.relnamespace)
        and d.defaclrole = (select oid from pg_catalog.pg_roles where rolname = current_user)
      union select own.relowner from own where own.relacl is not null)
  select statement from (
    select -1 as place, 0::bigint as at, pg_catalog.format('revoke all on %s from %s', $1::text,
        case grantee when 0 then 'public' else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(grantee)) end) as statement
      from defaulted
    union all select place, at, case when not given.foreign then statement end from given) as s
  order by place, at, statement`
