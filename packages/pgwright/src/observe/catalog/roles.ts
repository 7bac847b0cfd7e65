import type { Snapshot } from '../../model/index.ts'
import type { Reading } from './reading.ts'

type Role = Snapshot['roles'][number]

/**
 * The roles named, and those that they are members of. A policy for a group holds for who inherits from it, and not for
 * who may only take the role on; a policy may ask for either with `pg_has_role`.
 */
export async function readRoles({ client, has }: Reading, names: ReadonlySet<string>): Promise<Role[]> {
  // Before 16 a role inherits from all that it is a member of, or from none, and may take on each.
  const [inherits, sets] = has('pg_auth_members.inherit_option')
    ? ['m.inherit_option', 'm.set_option']
    : ['u.rolinherit', 'true']
  const { rows } = await client.query<Role>(
    `with recursive membership as (
       select m.member, m.roleid, bool_or(${inherits}) as inherits, bool_or(${sets}) as sets
       from pg_auth_members m join pg_roles u on u.oid = m.member group by 1, 2
     ), used (oid) as (
       select oid from pg_roles where rolname = any($1)
       union
       select m.roleid from used join membership m on m.member = used.oid and (m.inherits or m.sets)
     )
     select r.rolname as name, r.rolsuper as superuser, r.rolbypassrls as "bypassRls",
       array(select g.rolname::text from membership m join pg_roles g on g.oid = m.roleid
             where m.member = r.oid and m.inherits order by 1) as "memberOf",
       array(select g.rolname::text from membership m join pg_roles g on g.oid = m.roleid
             where m.member = r.oid and m.sets order by 1) as "mayTakeOn"
     from used join pg_roles r on r.oid = used.oid
     where r.rolname !~ '^pg_'
     order by r.rolname`,
    [[...names]],
  )
  return rows
}
