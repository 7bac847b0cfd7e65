import type { Snapshot } from '../../model/index.ts'
import type { Reading } from './reading.ts'

type Role = Snapshot['roles'][number]

/** The roles named, and those that they are members of: a policy for a group holds for its members. */
export async function readRoles({ client }: Reading, names: ReadonlySet<string>): Promise<Role[]> {
  const { rows } = await client.query<Role>(
    `with recursive used (oid) as (
       select oid from pg_roles where rolname = any($1)
       union
       select m.roleid from used join pg_auth_members m on m.member = used.oid
     )
     select r.rolname as name, r.rolsuper as superuser, r.rolbypassrls as "bypassRls",
       array(select g.rolname::text from pg_auth_members m join pg_roles g on g.oid = m.roleid
             where m.member = r.oid group by 1 order by 1) as "memberOf"
     from used join pg_roles r on r.oid = used.oid
     where r.rolname !~ '^pg_'
     order by r.rolname`,
    [[...names]],
  )
  return rows
}
