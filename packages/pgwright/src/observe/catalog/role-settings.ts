import type { Snapshot } from '../../model/index.ts'
import { isPlannerSetting } from './planner-settings.ts'
import type { Reading } from './reading.ts'

type RoleSetting = Snapshot['roleSettings'][number]

/**
 * What the roles given have set for themselves, of the settings that plans depend on; a role's value for this database
 * goes before its value for all. Others, such as an application's own, can hold secrets and stay where they are.
 */
export async function readRoleSettings({ client }: Reading, roles: readonly string[]): Promise<RoleSetting[]> {
  const { rows } = await client.query<RoleSetting>(
    `select distinct on (r.rolname, s.name) r.rolname as role, s.name, substr(c.setting, strpos(c.setting, '=') + 1) as value
     from pg_db_role_setting o
     join pg_roles r on r.oid = o.setrole
     left join pg_database d on d.oid = o.setdatabase
     cross join unnest(o.setconfig) as c (setting)
     join pg_settings s on lower(s.name) = lower(split_part(c.setting, '=', 1))
     where r.rolname = any($1) and (o.setdatabase = 0 or d.datname = current_database())
       and ${isPlannerSetting('s.name', 's.category')}
     order by r.rolname, s.name, o.setdatabase = 0`,
    [roles],
  )
  return rows
}
