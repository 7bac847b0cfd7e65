import type { Client } from 'pg'
import { PgwrightError } from '../../model/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import type { SettingSet } from './setting-statement.ts'

interface Rights {
  readonly me: string
  readonly superuser: boolean
  readonly createsRoles: boolean
  /** Null where there is no such database, or none is asked for; so is `target`. */
  readonly ownsDatabase: boolean | null
  readonly target: { readonly superuser: boolean; readonly mine: boolean; readonly administered: boolean } | null
  /** As `pg_settings.context`; null where the server knows no such setting. */
  readonly context: string | null
  readonly major: number
  readonly mayRead: boolean
  readonly mayReload: boolean
  /** Since 17 `ALTER SYSTEM` can be switched off. */
  readonly switchedOff: boolean
}

/** Settings that a session takes up when it begins, which are all that can be set for databases and roles. */
const ofSessions = new Set(['user', 'superuser', 'backend', 'superuser-backend'])

/** @throws PgwrightError `usage`, `permission` or `unsupported` where the setting can't be set there by this role */
export async function requireSettable(client: Client, wanted: SettingSet): Promise<void> {
  const { scope, database, role, name } = wanted
  const rights = await rightsOf(client, wanted)
  if (database !== null && rights.ownsDatabase === null) throw missing('database', database)
  if (role !== null && rights.target === null) throw missing('role', role)
  if (rights.context === null && (scope === 'system' || !name.includes('.'))) throw missing('setting', name)
  const named = scope === 'system' || (await mayName(client, rights, name))
  if (scope !== 'system' && rights.context !== null && !ofSessions.has(rights.context)) {
    throw new PgwrightError(
      'unsupported',
      `The setting ${name} is of the whole server, and no database and no role can have a value of its own.`,
      'Have the plan set it for the system.',
    )
  }
  if (scope === 'system') return requireSystem(client, rights, name)
  if (named && (scope === 'database' ? rights.ownsDatabase === true || rights.superuser : maySetRole(rights))) return
  throw lacking(rights, `set ${name} there`, 'Connect as a superuser, or as one who owns or administers it.')
}

async function requireSystem(client: Client, rights: Rights, name: string): Promise<void> {
  if (rights.switchedOff || rights.context === 'internal') {
    throw new PgwrightError(
      'unsupported',
      `The setting ${name} can't be set by ALTER SYSTEM on this server.`,
      'Set it where the server is configured, and take the change out of the plan.',
    )
  }
  if (!(rights.superuser || (await hasParameter(client, rights, name, 'ALTER SYSTEM')))) {
    throw lacking(rights, `set ${name} for the server`, 'Connect as a superuser.')
  }
  if (rights.mayRead && rights.mayReload) return
  throw lacking(
    rights,
    'see what postgresql.auto.conf has now, or have the server read it again',
    'Connect as a superuser, or have someone who may grant select on pg_file_settings and execute on pg_show_all_file_settings() and pg_reload_conf().',
  )
}

function maySetRole({ superuser, createsRoles, target, major }: Rights): boolean {
  if (superuser || target?.mine === true) return true
  return createsRoles && target?.superuser === false && (major < 16 || target.administered)
}

async function mayName(client: Client, rights: Rights, name: string): Promise<boolean> {
  const isFree = rights.superuser || rights.context === null || !rights.context.startsWith('superuser')
  return isFree || hasParameter(client, rights, name, 'SET')
}

/** Since 15 the right to set one certain setting can be granted. */
async function hasParameter(client: Client, { major }: Rights, name: string, right: string): Promise<boolean> {
  if (major < 15) return false
  const { rows } = await client.query<{ has: boolean }>('select pg_catalog.has_parameter_privilege($1, $2) as has', [
    name,
    right,
  ])
  return rows[0]?.has === true
}

async function rightsOf(client: Client, { database, role, name }: SettingSet): Promise<Rights> {
  const { rows } = await client.query<Rights>(
    `select me.rolname as me, me.rolsuper as superuser, me.rolcreaterole as "createsRoles",
       (select pg_catalog.pg_has_role(d.datdba, 'USAGE') from pg_catalog.pg_database d where d.datname = $1) as "ownsDatabase",
       (select pg_catalog.json_build_object('superuser', r.rolsuper, 'mine', r.oid = me.oid,
          'administered', pg_catalog.pg_has_role(r.oid, 'MEMBER WITH ADMIN OPTION'))
        from pg_catalog.pg_roles r where r.rolname = $2) as target,
       (select context from pg_catalog.pg_settings s where pg_catalog.lower(s.name) = pg_catalog.lower($3)) as context,
       pg_catalog.current_setting('server_version_num')::int / 10000 as major,
       pg_catalog.has_table_privilege('pg_catalog.pg_file_settings', 'SELECT')
         and pg_catalog.has_function_privilege('pg_catalog.pg_show_all_file_settings()', 'EXECUTE') as "mayRead",
       pg_catalog.has_function_privilege('pg_catalog.pg_reload_conf()', 'EXECUTE') as "mayReload",
       coalesce(pg_catalog.current_setting('allow_alter_system', true), 'on') = 'off' as "switchedOff"
     from pg_catalog.pg_roles me where me.rolname = current_user`,
    [database, role, name],
  )
  const [rights] = rows
  if (rights === undefined) throw missing('role', 'of the session')
  return rights
}

function missing(what: string, name: string): PgwrightError {
  return new PgwrightError(
    'usage',
    `There is no ${what} ${quoteIdentifier(name)} on this server.`,
    'Check that this is the server that the plan was made for.',
  )
}

function lacking({ me }: Rights, what: string, hint: string): PgwrightError {
  return new PgwrightError('permission', `The role ${quoteIdentifier(me)} may not ${what}.`, hint)
}
