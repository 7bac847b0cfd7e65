import type { ClientBase } from 'pg'
import type { Gap, Snapshot } from '../../model/index.ts'
import { isPlannerSetting } from './planner-settings.ts'

type Setting = Snapshot['settings'][number]

interface OwnSetting {
  readonly name: string
  readonly source: string
  /** What the database or the server's catalog sets for everybody. */
  readonly everybodys: string | null
  readonly resetValue: string | null
  readonly defaultValue: string | null
}

/**
 * As everybody has them in this database: what the role that looks has set for itself, at login or later, is set back
 * for the rest of the transaction. What each role has of its own is in `roleSettings`.
 *
 * @param client in a savepoint that is undone
 */
export async function readSettings(client: ClientBase, missed: (gap: Gap) => void): Promise<Setting[]> {
  await setBack(client, missed)
  const { rows } = await client.query<Setting>(
    `select name, setting, unit from pg_catalog.pg_settings s where ${isPlannerSetting('s.name', 's.category')} order by name`,
  )
  return rows
}

async function setBack(client: ClientBase, missed: (gap: Gap) => void): Promise<void> {
  const { rows } = await client.query<OwnSetting>(
    `select s.name, s.source, s.reset_val as "resetValue", s.boot_val as "defaultValue",
       (select pg_catalog.substr(c.setting, pg_catalog.strpos(c.setting, '=') + 1)
        from pg_catalog.pg_db_role_setting r
        left join pg_catalog.pg_database d on d.oid = r.setdatabase
        cross join pg_catalog.unnest(r.setconfig) as c (setting)
        where r.setrole = 0 and (r.setdatabase = 0 or d.datname = pg_catalog.current_database())
          and pg_catalog.lower(pg_catalog.split_part(c.setting, '=', 1)) = pg_catalog.lower(s.name)
        order by r.setdatabase = 0 limit 1) as everybodys
     from pg_catalog.pg_settings s
     where ${isPlannerSetting('s.name', 's.category')} and s.context = 'user'
       and s.source in ('user', 'database user', 'client', 'session', 'interactive')
     order by s.name`,
  )
  if (rows.length === 0) return
  const filed = await readFiled(client)
  for (const own of rows) {
    const { name, source, everybodys, resetValue, defaultValue } = own
    const known = everybodys ?? filed.get(name.toLowerCase())
    // What a session sets hides what it began with, which can be asked for; what a role sets hides it for good.
    const value = known ?? (source === 'session' ? resetValue : defaultValue)
    if (value === null) continue
    await client.query(`select pg_catalog.set_config($1, $2, true)`, [name, value])
    if (known === undefined && source !== 'session') missed(hiddenSetting(name))
  }
}

/** The configuration files' values, by name in lower case. Empty where the role may not see them. */
async function readFiled(client: ClientBase): Promise<ReadonlyMap<string, string>> {
  const may = await client.query<{ may: boolean }>(
    `select pg_catalog.has_function_privilege('pg_catalog.pg_show_all_file_settings()', 'execute')
       and pg_catalog.has_table_privilege('pg_catalog.pg_file_settings', 'select') as may`,
  )
  if (may.rows[0]?.may !== true) return new Map()
  const { rows } = await client.query<{ name: string; setting: string }>(
    `select pg_catalog.lower(name) as name, setting from pg_catalog.pg_file_settings where applied order by seqno`,
  )
  return new Map(rows.map(({ name, setting }) => [name, setting]))
}

function hiddenSetting(name: string): Gap {
  return {
    object: `setting ${name}`,
    reason: "The role that took the snapshot has a value of its own, which hides the server's; the default is taken.",
    effect: 'Plans for other roles can differ from the source.',
  }
}
