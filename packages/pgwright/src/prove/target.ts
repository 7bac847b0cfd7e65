import type { ClientBase } from 'pg'
import { PgwrightError, type Plan } from '../model/index.ts'
import { quoteIdentifier } from '../sql/index.ts'

interface TableRights {
  readonly name: string
  readonly there: boolean
  readonly owned: boolean
  readonly mayCreate: boolean
}

/**
 * Looks whether the plan can be tried here before anything is done, and keeps a second trial away for as long as the
 * session lasts.
 *
 * @throws PgwrightError `usage` where tables of the plan are missing, `permission` where the role does not own them,
 * `unsupported` on a standby, `busy` where another trial is under way
 */
export async function prepareTarget(client: ClientBase, plan: Plan): Promise<void> {
  const { rows } = await client.query<{ standby: boolean; role: string; database: string }>(
    `select pg_catalog.pg_is_in_recovery() as standby, current_user as role, current_database() as database`,
  )
  const { standby = false, role = '', database = '' } = rows[0] ?? {}
  if (standby) {
    throw new PgwrightError(
      'unsupported',
      `A plan can't be tried on a standby, since indexes can't be built there.`,
      'Give the URL of a restored copy or of a staging server.',
    )
  }
  requireTables(await tableRights(client, plan), role, database)
  await setSession(client)
  await lockOut(client)
}

async function tableRights(client: ClientBase, plan: Plan): Promise<TableRights[]> {
  const { rows } = await client.query<TableRights>(
    `select distinct pg_catalog.format('%I.%I', t.schema, t.name) as name, c.oid is not null as there,
       coalesce(pg_catalog.pg_has_role(c.relowner, 'usage'), false) as owned,
       coalesce(pg_catalog.has_schema_privilege(n.oid, 'create'), false) as "mayCreate"
     from unnest($1::text[], $2::text[]) as t (schema, name)
     left join pg_catalog.pg_namespace n on n.nspname = t.schema
     left join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = t.name order by 1`,
    [plan.changes.map(({ schema }) => schema), plan.changes.map(({ table }) => table)],
  )
  return rows
}

function requireTables(tables: readonly TableRights[], role: string, database: string): void {
  const missing = tables.filter(({ there }) => !there).map(({ name }) => name)
  if (missing.length > 0) {
    throw new PgwrightError(
      'usage',
      `The database ${quoteIdentifier(database)} lacks tables that the plan is for: ${missing.join(', ')}.`,
      'Give the URL of a copy of the database that the plan was made for.',
    )
  }
  const refused = tables.filter(({ owned, mayCreate }) => !owned || !mayCreate).map(({ name }) => name)
  if (refused.length > 0) {
    throw new PgwrightError(
      'permission',
      `The role ${quoteIdentifier(role)} can't build indexes on ${refused.join(', ')}, which a trial has to.`,
      'Connect as the owner of the tables, with the right to create in their schema, or as a superuser.',
    )
  }
}

/** Lock waits are short, since others on a staging server queue up behind them; dates are written so that they sort as text. */
async function setSession(client: ClientBase): Promise<void> {
  await client.query(
    `set lock_timeout = '2s'; set statement_timeout = 0; set idle_in_transaction_session_timeout = 0;
     set default_transaction_read_only = off; set datestyle = 'ISO, YMD'; set client_min_messages = error`,
  )
}

/** Two trials at once would drop each other's indexes, and measure each other. */
async function lockOut(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ locked: boolean }>(
    `select pg_catalog.pg_try_advisory_lock(pg_catalog.hashtextextended('pgwright prove', 0)) as locked`,
  )
  if (rows[0]?.locked === true) return
  throw new PgwrightError(
    'busy',
    'Another trial is under way in this database.',
    'Wait for it to end, or try the plan on another copy.',
  )
}
