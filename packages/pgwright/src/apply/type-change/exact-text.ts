import type { Client } from 'pg'
import { quoteIdentifier } from '../../sql/index.ts'
import { pinArrays } from '../capture.ts'
import { readCreateIndex } from '../index-statement.ts'
import type { Conversion } from './conversion.ts'

const tried = 'pgwright_tried'

/** What follows the table's name in a `CREATE INDEX`, in words of which PostgreSQL makes the same again. */
export async function exactBody(client: Client, { table }: Conversion, body: string): Promise<string> {
  return exact(client, body, async (text) => {
    await client.query(`create index ${tried} on pg_temp.${quoteIdentifier(table)} ${text}`)
    const { rows } = await client.query<{ definition: string }>(
      'select pg_get_indexdef(to_regclass($1)) as definition',
      [`pg_temp.${tried}`],
    )
    return readCreateIndex(rows[0]?.definition ?? '')?.body
  })
}

/** The same of a check. */
export async function exactCheck(client: Client, { table }: Conversion, check: string): Promise<string> {
  return exact(client, check, async (text) => {
    const copy = `pg_temp.${quoteIdentifier(table)}`
    await client.query(`alter table ${copy} add constraint ${tried} ${text}`)
    const { rows } = await client.query<{ definition: string }>(
      'select pg_get_constraintdef(oid) as definition from pg_constraint where conrelid = to_regclass($1) and conname = $2',
      [copy, tried],
    )
    return rows[0]?.definition
  })
}

/** Lists of varchar values are printed in words of which PostgreSQL makes something else; a cast in between helps. */
async function exact(
  client: Client,
  text: string,
  printed: (text: string) => Promise<string | undefined>,
): Promise<string> {
  const pinned = pinArrays(text)
  if (pinned === text) return text
  await client.query('savepoint tried')
  try {
    return (await printed(pinned)) === text ? pinned : text
  } catch {
    return text
  } finally {
    await client.query('rollback to tried')
  }
}
