import type { Client } from 'pg'
import { PgwrightError, type Step } from '../model/index.ts'
import { sqlState, toPgwrightError } from '../postgres/index.ts'
import { quoteIdentifier, quoteQualified } from '../sql/index.ts'
import { readCreateIndex } from './index-statement.ts'

export interface IndexName {
  readonly schema: string
  readonly table: string
  readonly index: string
}

/** What a step that makes an index wants. */
export type WantedIndex = Extract<Step['ensure'], { kind: 'index-present' | 'partitioned-index-present' }>

/**
 * `pg_get_indexdef` of the index that a `CREATE INDEX` would build, before it is built: PostgreSQL itself writes it, for
 * an empty temporary copy of the table in a transaction that is taken back. It also shows whether the statement runs.
 * As when it is run in earnest, the search path is the role's, for the functions of an expression, or an event trigger,
 * may have unqualified names in them.
 */
export async function definitionOf(client: Client, { schema, table, index }: IndexName, sql: string): Promise<string> {
  const build = readCreateIndex(sql)
  const copy = `pg_temp.${quoteIdentifier(table)}`
  const start = `${build?.unique === true ? 'unique ' : ''}index`
  try {
    await client.query('begin; set local search_path to default')
    await client.query(`create temporary table ${quoteIdentifier(table)}
      (like ${quoteQualified(schema, table)} including generated)`)
    await client.query(`create ${start} ${quoteIdentifier(index)} on ${copy} ${build?.body}`)
    await client.query('set local search_path = pg_catalog')
    const { rows } = await client.query<{ definition: string; head: string }>(
      `select pg_catalog.pg_get_indexdef(c.oid) as definition,
         pg_catalog.upper($4) || pg_catalog.format(' %I ON %s%I.%I ', $1::text, $5::text, $2::text, $3::text) as head
       from pg_catalog.pg_class c
       where c.relname = $1 and c.relnamespace = pg_catalog.pg_my_temp_schema()`,
      [index, schema, table, `create ${start}`, build?.only === true ? 'ONLY ' : ''],
    )
    const [row] = rows
    return row === undefined ? '' : row.head + (readCreateIndex(row.definition)?.body ?? '')
  } catch (error) {
    throw unfit(error, quoteQualified(schema, index))
  } finally {
    await client.query('rollback').catch(() => {})
  }
}

/** Undefined column, object, function or table: the database is not the one that the plan was made for. */
const missing = new Set(['42703', '42704', '42883', '42P01'])

function unfit(error: unknown, index: string): PgwrightError {
  const { message, hint, code } = toPgwrightError(error, `trying the index ${index} on an empty copy of its table`)
  if (!missing.has(sqlState(error) ?? '')) return new PgwrightError(code, message, hint, { cause: error })
  return new PgwrightError('usage', message, 'Check that this is the database that the plan was made for.', {
    cause: error,
  })
}
