import type { Client } from 'pg'
import { PgwrightError, type Step } from '../model/index.ts'
import { parseStatisticsStatement, quoteIdentifier, quoteQualified } from '../sql/index.ts'
import { isIndexStep } from './index-statement.ts'
import { isPartitioned } from './partitioned-statement.ts'

interface TableRights {
  readonly schema: string
  readonly table: string
  readonly kind: string | null
  readonly owner: string | null
  readonly owned: boolean
  readonly mayCreate: boolean
}

/** The tables are there, and the role may change them. */
export async function checkTables(client: Client, steps: readonly Step[]): Promise<void> {
  const role = await roleOf(client)
  const indexed = steps.filter(isIndexStep).map(({ ensure }) => [ensure.schema, ensure.table] as const)
  for (const row of await tableRights(client, indexed)) {
    requireTable(row, role)
    requirePlain(row)
  }
  for (const row of await tableRights(
    client,
    steps.flatMap((step) => alteredTable(step)),
  )) {
    requireTable(row, role)
  }
}

/** The table that an object belongs to, that statistics are of, or that may be partitioned. */
function alteredTable({ sql, ensure }: Step): [string, string][] {
  if (isPartitioned(ensure)) return [[ensure.schema, ensure.table]]
  if (ensure.kind !== 'object-present' && ensure.kind !== 'object-absent') return []
  if (ensure.kind === 'object-present' && ensure.type === 'statistics object') {
    const { schema, table } = parseStatisticsStatement(sql)
    return schema === null ? [] : [[schema, table]]
  }
  const [schema = '', table = '', own] = ensure.names
  return own === undefined ? [] : [[schema, table]]
}

async function tableRights(client: Client, tables: readonly (readonly [string, string])[]): Promise<TableRights[]> {
  const { rows } = await client.query<TableRights>(
    `select w.schema, w.table, c.relkind as kind, pg_catalog.pg_get_userbyid(c.relowner) as owner,
       coalesce(pg_catalog.pg_has_role(c.relowner, 'USAGE'), false) as owned,
       coalesce(pg_catalog.has_schema_privilege(n.oid, 'CREATE'), false) as "mayCreate"
     from (select distinct * from unnest($1::text[], $2::text[]) as w (schema, "table")) as w
     left join pg_catalog.pg_namespace n on n.nspname = w.schema
     left join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = w.table
     order by 1, 2`,
    [tables.map(([schema]) => schema), tables.map(([, table]) => table)],
  )
  return rows
}

function requireTable({ schema, table, kind, owner, owned, mayCreate }: TableRights, role: string): void {
  const name = quoteQualified(schema, table)
  if (kind === null) {
    throw new PgwrightError(
      'usage',
      `There is no table ${name} in this database.`,
      'Check that this is the database that the plan was made for.',
    )
  }
  if (kind !== 'r' && kind !== 'm' && kind !== 'p') {
    throw new PgwrightError(
      'usage',
      `${name} is no table.`,
      'Check that this is the database that the plan was made for.',
    )
  }
  if (!owned) {
    throw new PgwrightError(
      'permission',
      `The role ${role} does not own the table ${name}, and only its owner may build and drop its indexes, or alter it.`,
      `Connect as ${quoteIdentifier(owner ?? '')}, or have that role granted to ${role}.`,
    )
  }
  if (!mayCreate) {
    throw lacking(
      role,
      `build an index on ${name}, for it may create nothing in that schema`,
      `grant create on schema ${quoteIdentifier(schema)} to ${role}`,
    )
  }
}

function requirePlain({ schema, table, kind }: TableRights): void {
  if (kind !== 'p') return
  throw new PgwrightError(
    'unsupported',
    `${quoteQualified(schema, table)} is a partitioned table, on which PostgreSQL builds and drops indexes only under a lock against writes.`,
    'Take the change out of the plan, or give each partition an index of its own.',
  )
}

interface JournalRights {
  readonly database: string
  readonly mayCreate: boolean
  readonly mayTry: boolean
  readonly foreignOwner: string | null
}

/**
 * The journal can be written, or made where there is none. Whoever owns it decides what a rollback runs, so its owner
 * must be trusted already: the role itself, one that it was granted, or a superuser.
 */
export async function checkJournalRights(client: Client): Promise<void> {
  const { rows } = await client.query<JournalRights>(
    `select d.datname as database, pg_catalog.has_database_privilege(d.oid, 'TEMPORARY') as "mayTry",
       coalesce((select pg_catalog.has_schema_privilege(oid, 'USAGE, CREATE') from pg_catalog.pg_namespace
         where nspname = 'pgwright'), pg_catalog.has_database_privilege(d.oid, 'CREATE')) as "mayCreate",
       (${foreignOwner}) as "foreignOwner"
     from pg_catalog.pg_database d where d.datname = pg_catalog.current_database()`,
  )
  const [rights] = rows
  if (rights === undefined) return
  const { database, mayCreate, mayTry, foreignOwner: owner } = rights
  const role = await roleOf(client)
  const on = `on database ${quoteIdentifier(database)} to ${role}`
  if (owner !== null) {
    throw new PgwrightError(
      'permission',
      `The journal of earlier runs, the schema pgwright, belongs to the role ${quoteIdentifier(owner)}, not to ${role}.`,
      `Connect as ${quoteIdentifier(owner)}.`,
    )
  }
  if (!mayTry) throw lacking(role, 'make temporary tables, on which definitions are tried', `grant temporary ${on}`)
  if (!mayCreate) throw lacking(role, 'make the schema pgwright, which holds the journal', `grant create ${on}`)
}

// A superuser counts as a member of every role, which says nothing about whom it trusts.
const foreignOwner = `select o.rolname
       from pg_catalog.pg_namespace n
       left join pg_catalog.pg_class c on c.relnamespace = n.oid
       join pg_catalog.pg_roles o on o.oid in (n.nspowner, c.relowner)
       join pg_catalog.pg_roles me on me.rolname = current_user
       where n.nspname = 'pgwright' and o.oid <> me.oid and not o.rolsuper
         and (me.rolsuper or not pg_catalog.pg_has_role(o.oid, 'USAGE'))
       order by o.rolname limit 1`

async function roleOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ role: string }>('select current_user as role')
  return quoteIdentifier(rows[0]?.role ?? '')
}

function lacking(role: string, what: string, statement: string): PgwrightError {
  return new PgwrightError('permission', `The role ${role} may not ${what}.`, `Have someone who may run: ${statement}.`)
}
