import type { Client } from 'pg'
import { PgwrightError } from '../../model/index.ts'
import { sqlState } from '../../postgres/index.ts'
import { quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import type { Conversion } from './conversion.ts'

/**
 * Changes the type of the empty copy's column in the plain way, and looks whether both ways come to the same for
 * everyone: what depends on settings, as many conversions of times do, comes out differently for different sessions.
 *
 * @throws PgwrightError `unsupported`
 */
export async function tryType(client: Client, change: Conversion, from: string, to: string): Promise<void> {
  const { table, column, using, back } = change
  const [copy, own] = [`pg_temp.${quoteIdentifier(table)}`, quoteIdentifier(column)]
  await requireAlone(client, change, using, from, to)
  await requireAlone(client, change, back, to, from)
  await requireImmutable(client, change, `(${using ?? own})::${to}`, 'to')
  try {
    await client.query(`alter table ${copy} alter column ${own} type ${to}${using === null ? '' : ` using ${using}`}`)
  } catch (cause) {
    // Names alone: the copy has no row that could be quoted.
    const cast = using === null && sqlState(cause) === '42804'
    const hint = cast ? `Give an expression that makes the new value, such as: ${own}::${to}` : hintOf(cause)
    throw refused(change, `PostgreSQL can't give it the type ${to}: ${messageOf(cause)}`, hint, cause)
  }
  await requireImmutable(client, change, `(${back ?? own})::${from}`, 'back from')
}

const alone = 'Give an expression of this column alone; functions in it need their schemas.'

/** Triggers work it out of the one value. */
async function requireAlone(
  client: Client,
  change: Conversion,
  expression: string | null,
  from: string,
  to: string,
): Promise<void> {
  const own = quoteIdentifier(change.column)
  try {
    await client.query(
      `select (${expression ?? own})::${to} from (select null::${from} as ${own}) as ${quoteIdentifier(change.table)}`,
    )
  } catch (cause) {
    const way = `there is no way from ${from} to ${to}`
    const hint = expression === null ? `Give one: an expression of the column ${own}.` : alone
    throw refused(change, `${way}${expression === null ? '' : ' by that expression'}: ${messageOf(cause)}`, hint, cause)
  }
}

async function requireImmutable(client: Client, change: Conversion, expression: string, way: string): Promise<void> {
  try {
    await client.query('savepoint tried')
    await client.query(
      `create index on pg_temp.${quoteIdentifier(change.table)} ((1)) where (${expression}) is not null`,
    )
    await client.query('rollback to tried')
  } catch (cause) {
    throw refused(
      change,
      `the way ${way} the other type must come to the same for every session: ${messageOf(cause)}`,
      "Give an expression that depends on no setting: of a time one with at time zone 'UTC', of an enum one that names each value, as case … when 'a' then 'a'::app.mood … end.",
      cause,
    )
  }
}

function refused({ schema, table, column }: Conversion, reason: string, hint: string, cause: unknown): PgwrightError {
  const name = `${quoteIdentifier(column)} of ${quoteQualified(schema, table)}`
  return new PgwrightError('unsupported', `The type of the column ${name} can't be changed so, for ${reason}.`, hint, {
    cause,
  })
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : 'no reason was given'
}

function hintOf(cause: unknown): string {
  const hint = cause instanceof Error && 'hint' in cause && typeof cause.hint === 'string' ? cause.hint : ''
  return hint === '' ? 'Drop what is in the way, or give an expression that does it.' : hint
}
