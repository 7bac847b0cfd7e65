import type { Client } from 'pg'
import { quoteIdentifier } from '../../sql/index.ts'
import { runBriefly } from '../brief-lock.ts'
import { runWatched } from '../watched.ts'
import { requireSettable } from './setting-rights.ts'
import { type SettingSet, setsSetting, settingSql } from './setting-statement.ts'
import type { StateKind } from './state-kind.ts'

/** Sessions that are open keep what a database or a role had; of the server's own they take up what a reload can change. */
export const settingSet: StateKind<SettingSet> = {
  describe: ({ name, scope, database, role }) => {
    const where = [
      role === null ? [] : `role ${quoteIdentifier(role)}`,
      database === null ? [] : `database ${quoteIdentifier(database)}`,
    ]
    return `the setting ${name} of the ${scope === 'system' ? 'server' : where.flat().join(' in the ')}`
  },
  isDoneBy: setsSetting,
  relation: () => null,
  needs: () => null,
  check: requireSettable,
  holds: async (client, wanted) => (await stored(client, wanted)) === wanted.value,
  async undo(client, wanted) {
    const ensure = { ...wanted, value: await stored(client, wanted) }
    return [{ sql: settingSql(ensure), ensure, locks: [], transactional: wanted.scope !== 'system' }]
  },
  inNobodysWay: false,
  async run(runner, sql, { scope }) {
    const { lockTimeoutMs, holdTimeoutMs } = runner
    if (scope !== 'system') return runBriefly(runner, sql, sql, holdTimeoutMs)
    return runWatched(runner, sql, [sql], { lockTimeoutMs, statementTimeoutMs: holdTimeoutMs })
  },
  async after({ control, emit }, { scope, name }) {
    if (scope !== 'system') return
    await control.query('select pg_catalog.pg_reload_conf()')
    const { rows } = await control.query<{ context: string }>(
      'select context from pg_catalog.pg_settings where pg_catalog.lower(name) = pg_catalog.lower($1)',
      [name],
    )
    if (rows[0]?.context === 'postmaster') emit({ kind: 'restart-needed', setting: name })
  },
}

/** What is set in this very place, not what a session ends up with; null where nothing is. */
async function stored(client: Client, wanted: SettingSet): Promise<string | null> {
  return wanted.scope === 'system' ? storedInFile(client, wanted) : storedInCatalog(client, wanted)
}

/** Of `postgresql.auto.conf` the last entry counts; what other files have is not what ALTER SYSTEM writes. */
async function storedInFile(client: Client, { name }: SettingSet): Promise<string | null> {
  const { rows } = await client.query<{ value: string }>(
    `select setting as value from pg_catalog.pg_file_settings
     where sourcefile like '%postgresql.auto.conf' and pg_catalog.lower(name) = pg_catalog.lower($1)
     order by seqno desc limit 1`,
    [name],
  )
  return rows[0]?.value ?? null
}

async function storedInCatalog(client: Client, { name, database, role }: SettingSet): Promise<string | null> {
  const { rows } = await client.query<{ entry: string }>(
    `select entry from pg_catalog.pg_db_role_setting s, pg_catalog.unnest(s.setconfig) as entry
     where s.setdatabase = case when $1::text is null then 0 else (select oid from pg_catalog.pg_database where datname = $1) end
       and s.setrole = case when $2::text is null then 0 else (select oid from pg_catalog.pg_roles where rolname = $2) end
       and pg_catalog.lower(pg_catalog.split_part(entry, '=', 1)) = pg_catalog.lower($3)`,
    [database, role, name],
  )
  const entry = rows[0]?.entry
  return entry === undefined ? null : entry.slice(entry.indexOf('=') + 1)
}
