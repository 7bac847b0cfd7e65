import type { Client } from 'pg'
import { type DatabaseObject, PgwrightError, type Step } from '../model/index.ts'
import { objectName, quoteQualified } from '../sql/index.ts'
import { rebuildSteps } from './capture.ts'
import { type AddedConstraint, indexedColumns, readAddConstraint } from './constraint-statement.ts'
import type { JournalStep } from './journal.ts'
import { isBuiltByRun } from './partitioned-index.ts'
import { canBeSeenWithin } from './states/seen-rows.ts'
import type { Circumstances } from './states/state-kind.ts'

/**
 * A constraint can be added without keeping the application out while each row is looked at, or its table is small.
 *
 * @throws PgwrightError `bad-file` or `unsupported`, with the safe way
 */
export async function checkConstraint(
  client: Client,
  sql: string,
  object: DatabaseObject,
  { holdTimeoutMs, before }: Circumstances,
): Promise<void> {
  const added = object.type === 'table constraint' ? readAddConstraint(sql) : null
  if (added === null) return
  const [schema = '', table = '', name = ''] = object.names
  if (added.index !== null && added.index !== name) throw renames(object, added.index)
  const [nullable] = added.primaryKey ? await nullableColumns(client, schema, table, added, before) : []
  if (nullable !== undefined) throw canBeNull(object, nullable)
  if (added.work === null || (await canBeSeenWithin(client, schema, table, holdTimeoutMs))) return
  throw tooLarge(object, added)
}

/**
 * Dropping a constraint drops its index too. Where this run did not build that, it was there before, and is built again
 * as it was.
 */
export async function undoConstraint(
  client: Client,
  row: JournalStep,
  object: DatabaseObject,
): Promise<readonly Step[]> {
  const index = object.type === 'table constraint' ? (readAddConstraint(row.step.sql)?.index ?? null) : null
  const [schema = '', table = ''] = object.names
  if (index === null || (await isBuiltByRun(client, row.runId, { schema, index }))) return row.rollback
  return [...row.rollback.slice(0, 1), ...(await rebuildSteps(client, { schema, table, index }))]
}

/** A primary key makes its columns NOT NULL for good, and reads the table for it. */
async function nullableColumns(
  client: Client,
  schema: string,
  table: string,
  { index, columns }: AddedConstraint,
  before: readonly Step[],
): Promise<string[]> {
  const built = before.flatMap(({ sql, ensure }) =>
    ensure.kind === 'index-present' && ensure.schema === schema && ensure.index === index ? indexedColumns(sql) : [],
  )
  const { rows } = await client.query<{ column: string }>(
    `select a.attname as column from pg_catalog.pg_attribute a
     where a.attrelid = pg_catalog.to_regclass($1) and not a.attnotnull and a.attnum > 0 and not a.attisdropped
       and (a.attname = any($2) or exists (select from pg_catalog.pg_index i
         where i.indexrelid = pg_catalog.to_regclass($3) and i.indrelid = a.attrelid and a.attnum = any(i.indkey)))
     order by a.attnum`,
    [quoteQualified(schema, table), [...columns, ...built], index === null ? null : quoteQualified(schema, index)],
  )
  const set = new Set(
    before.flatMap(({ ensure }) =>
      ensure.kind === 'column-not-null' && ensure.schema === schema && ensure.table === table ? [ensure.column] : [],
    ),
  )
  return rows.flatMap(({ column }) => (set.has(column) ? [] : [column]))
}

function renames(object: DatabaseObject, index: string): PgwrightError {
  return new PgwrightError(
    'bad-file',
    `To make ${objectName(object)} of the index ${index} would give the index another name, under which no step knows it.`,
    'Give the constraint the name of the index.',
  )
}

function canBeNull(object: DatabaseObject, column: string): PgwrightError {
  return new PgwrightError(
    'unsupported',
    `The column ${column} can be null, so that ${objectName(object)} would read the whole table while nobody can use it.`,
    'Have the plan make the column NOT NULL first, by way of a validated check.',
  )
}

function tooLarge(object: DatabaseObject, { work, exclusion, lock }: AddedConstraint): PgwrightError {
  const name = objectName(object)
  if (work === 'read') {
    return new PgwrightError(
      'unsupported',
      `To add ${name} would read the whole table while ${lock}, and it is large.`,
      'Add it NOT VALID, and validate it in a step of its own.',
    )
  }
  return new PgwrightError(
    'unsupported',
    `To add ${name} would build its index while ${lock}, and the table is large.`,
    exclusion
      ? 'PostgreSQL has no other way for an exclusion constraint: apply it in a quiet hour, with a longer --hold-timeout.'
      : 'Build the unique index concurrently first, and add the constraint using that index.',
  )
}
