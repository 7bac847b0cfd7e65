import type { Client } from 'pg'
import { PgwrightError, type Plan, type Step } from '../model/index.ts'
import { quoteIdentifier, quoteQualified } from '../sql/index.ts'
import { findIndex } from './catalog-index.ts'
import { definitionOf } from './definition.ts'
import { findDroppable } from './drop-index.ts'
import { requireSound } from './index-statement.ts'
import { findJournal } from './journal.ts'

/**
 * Everything that can be known to fail is found here, before anything is written.
 *
 * @throws PgwrightError `bad-file`, `usage`, `permission` or `unsupported`
 */
export async function checkPlan(client: Client, plan: Plan): Promise<void> {
  requireDependencies(plan)
  const steps = plan.changes.flatMap((change) => change.steps)
  for (const step of steps) requireSound(step)
  await checkTables(client, steps)
  await checkJournalRights(client)
  for (const { sql, ensure } of steps) {
    if (ensure.kind === 'index-absent') await findDroppable(client, ensure)
    if (ensure.kind === 'index-present') {
      await findIndex(client, ensure)
      await definitionOf(client, ensure, sql)
    }
  }
}

function requireDependencies({ changes }: Plan): void {
  const before = new Set<string>()
  for (const { id, sql, dependsOn } of changes) {
    const lacking = dependsOn.find((other) => !before.has(other))
    if (lacking !== undefined) {
      throw new PgwrightError(
        'bad-file',
        `A change of the plan (${sql}) needs the change ${lacking}, which does not come before it.`,
        'Put that one back, or take both out.',
      )
    }
    before.add(id)
  }
}

interface TableRights {
  readonly schema: string
  readonly table: string
  readonly kind: string | null
  readonly owned: boolean
  readonly mayCreate: boolean
}

/** The tables are there, and the role may build and drop their indexes. */
export async function checkTables(client: Client, steps: readonly Step[]): Promise<void> {
  const names = steps.flatMap(({ ensure }) => (ensure.kind === 'always' ? [] : [ensure]))
  const { rows } = await client.query<TableRights>(
    `select w.schema, w.table, c.relkind as kind, coalesce(pg_catalog.pg_has_role(c.relowner, 'USAGE'), false) as owned,
       coalesce(pg_catalog.has_schema_privilege(n.oid, 'CREATE'), false) as "mayCreate"
     from (select distinct * from unnest($1::text[], $2::text[]) as w (schema, "table")) as w
     left join pg_catalog.pg_namespace n on n.nspname = w.schema
     left join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = w.table
     order by 1, 2`,
    [names.map(({ schema }) => schema), names.map(({ table }) => table)],
  )
  const role = await roleOf(client)
  for (const row of rows) requireTable(row, role)
}

function requireTable({ schema, table, kind, owned, mayCreate }: TableRights, role: string): void {
  const name = quoteQualified(schema, table)
  if (kind === null) {
    throw new PgwrightError(
      'usage',
      `There is no table ${name} in this database.`,
      'Check that this is the database that the plan was made for.',
    )
  }
  if (kind === 'p') {
    throw new PgwrightError(
      'unsupported',
      `${name} is a partitioned table, on which PostgreSQL builds and drops indexes only under a lock against writes.`,
      'Take the change out of the plan, or give each partition an index of its own.',
    )
  }
  if (kind !== 'r' && kind !== 'm') {
    throw new PgwrightError(
      'usage',
      `${name} is no table.`,
      'Check that this is the database that the plan was made for.',
    )
  }
  if (!owned) throw lacking(`is not the owner of the table ${name}`, `alter table ${name} owner to ${role}`)
  if (!mayCreate) {
    const granted = `grant create on schema ${quoteIdentifier(schema)} to ${role}`
    throw lacking(`may not create anything in the schema of the table ${name}`, granted)
  }
}

/** The journal can be written, or made where there is none. */
export async function checkJournalRights(client: Client): Promise<void> {
  const journal = await findJournal(client)
  const role = await roleOf(client)
  const database = await client.query<{ name: string; create: boolean; temporary: boolean }>(
    `select pg_catalog.current_database() as name, pg_catalog.has_database_privilege(oid, 'CREATE') as create,
       pg_catalog.has_database_privilege(oid, 'TEMPORARY') as temporary
     from pg_catalog.pg_database where datname = pg_catalog.current_database()`,
  )
  const [{ name, create, temporary } = { name: '', create: false, temporary: false }] = database.rows
  const on = `on database ${quoteIdentifier(name)} to ${role}`
  if (!temporary)
    throw lacking('may not make temporary tables, on which definitions are tried', `grant temporary ${on}`)
  if (!journal.schema && !create)
    throw lacking('may not create the schema pgwright for the journal', `grant create ${on}`)
  if (!journal.schema || (await maySchema(client, journal.tables))) return
  throw lacking(
    'may not write the journal, for the schema pgwright belongs to another role',
    `grant usage, create on schema pgwright to ${role}; grant select, insert, update on all tables in schema pgwright to ${role}`,
  )
}

async function maySchema(client: Client, tables: boolean): Promise<boolean> {
  const rights = tables
    ? `pg_catalog.has_schema_privilege('pgwright', 'USAGE') and (
         select pg_catalog.bool_and(pg_catalog.has_table_privilege(t.name, p.privilege))
         from (values ('pgwright.run'), ('pgwright.run_step')) as t (name),
           (values ('SELECT'), ('INSERT'), ('UPDATE')) as p (privilege))`
    : `pg_catalog.has_schema_privilege('pgwright', 'CREATE')`
  const { rows } = await client.query<{ may: boolean }>(`select ${rights} as may`)
  return rows[0]?.may === true
}

async function roleOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ role: string }>('select current_user as role')
  return quoteIdentifier(rows[0]?.role ?? '')
}

function lacking(what: string, grant: string): PgwrightError {
  return new PgwrightError('permission', `The role ${what}.`, `Have it done by someone who may: ${grant}.`)
}
