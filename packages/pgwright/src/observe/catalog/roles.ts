import type { Snapshot } from '../../model/index.ts'
import type { Reading } from './reading.ts'

type Role = Snapshot['roles'][number]

/**
 * The roles named, and those whose rights they inherit: a policy for a group holds for who inherits from it, and not
 * for who may only take the role on.
 */
export async function readRoles({ client, has }: Reading, names: ReadonlySet<string>): Promise<Role[]> {
  const inherits = has('pg_auth_members.inherit_option') ? 'm.inherit_option' : 'u.rolinherit'
  const { rows } = await client.query<Role>(
    `with recursive membership as (
       select m.member, m.roleid from pg_auth_members m join pg_roles u on u.oid = m.member where ${inherits}
     ), used (oid) as (
       select oid from pg_roles where rolname = any($1)
       union
       select m.roleid from used join membership m on m.member = used.oid
     )
     select r.rolname as name, r.rolsuper as superuser, r.rolbypassrls as "bypassRls",
       array(select g.rolname::text from membership m join pg_roles g on g.oid = m.roleid
             where m.member = r.oid group by 1 order by 1) as "memberOf"
     from used join pg_roles r on r.oid = used.oid
     where r.rolname !~ '^pg_'
     order by r.rolname`,
    [[...names]],
  )
  return rows
}
