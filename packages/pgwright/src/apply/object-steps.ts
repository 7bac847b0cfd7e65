import type { Client } from 'pg'
import { type DatabaseObject, PgwrightError, type Step } from '../model/index.ts'
import { objectName, quoteIdentifier } from '../sql/index.ts'
import { definitionOfObject, isOurs, nameTaken } from './catalog-object.ts'
import { checkConstraint } from './constraint-check.ts'
import { readObjectStatement } from './object-statement.ts'

/** @throws PgwrightError `bad-file` where a step's statement does not make what the step says */
export function requireSoundObject(sql: string, object: DatabaseObject): void {
  const made = readObjectStatement(sql)
  if (made?.type === object.type && made.names.join('\0') === object.names.join('\0')) return
  throw new PgwrightError(
    'bad-file',
    `A step of the plan is to make ${objectName(object)}, and its statement does not make that and nothing else.`,
    'Make the plan again, or put its statement right; names in it must be qualified.',
  )
}

/**
 * What is to be made is not there yet, unless an earlier run made it, and extensions can be had.
 *
 * @throws PgwrightError `usage`, `missing-extension`, `permission`, or `unsupported` where the application would be locked out
 */
export async function checkObjects(client: Client, steps: readonly Step[], holdTimeoutMs: number): Promise<void> {
  for (const [at, { sql, ensure }] of steps.entries()) {
    if (ensure.kind !== 'object-present') continue
    const there = (await definitionOfObject(client, ensure)) !== null
    if (there && !(await isOurs(client, ensure, sql))) throw nameTaken(ensure)
    if (there) continue
    await checkConstraint(client, sql, ensure, { holdTimeoutMs, before: steps.slice(0, at) })
    if (ensure.type === 'extension') await requireExtension(client, ensure.names[0] ?? '')
    else await requireSchema(client, ensure)
  }
}

/** Of a table's own objects the table's owner may make any; a view or a function needs the schema. */
async function requireSchema(client: Client, object: DatabaseObject): Promise<void> {
  const [schema = '', , ofTable] = object.names
  if (ofTable !== undefined) return
  const { rows } = await client.query(
    `select from pg_catalog.pg_namespace
     where nspname = $1 and pg_catalog.has_schema_privilege(oid, 'CREATE')`,
    [schema],
  )
  if (rows.length > 0) return
  throw new PgwrightError(
    'permission',
    `The role may not make ${objectName(object)}, for it may create nothing in that schema.`,
    `Have someone who may run: grant create on schema ${quoteIdentifier(schema)} to the role.`,
  )
}

interface Available {
  readonly allowed: boolean
}

async function requireExtension(client: Client, name: string): Promise<void> {
  const { rows } = await client.query<Available>(
    `select r.rolsuper or not v.superuser
       or v.trusted and pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') as allowed
     from pg_catalog.pg_available_extensions e
     join pg_catalog.pg_available_extension_versions v on v.name = e.name and v.version = e.default_version
     join pg_catalog.pg_roles r on r.rolname = current_user
     where e.name = $1`,
    [name],
  )
  const [available] = rows
  if (available === undefined) {
    throw new PgwrightError(
      'missing-extension',
      `The plan needs the extension ${quoteIdentifier(name)}, which this server does not have.`,
      "Install the server's contrib packages, or take the change out of the plan.",
    )
  }
  if (available.allowed) return
  throw new PgwrightError(
    'permission',
    `The plan needs the extension ${quoteIdentifier(name)}, which this role may not create.`,
    `Have someone who may run: create extension ${quoteIdentifier(name)}.`,
  )
}
