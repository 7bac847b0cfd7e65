import type { Client } from 'pg'
import { PgwrightError } from '../../model/index.ts'
import { sqlState } from '../../postgres/index.ts'
import { requireReadable } from './readable.ts'

/**
 * A type as PostgreSQL writes it, with its schema where it is not PostgreSQL's own, so that it means the same under
 * every search path.
 *
 * @param client not in a transaction; a name without a schema is looked for along its search path
 * @param text as in `alter column … type`: `int8`, `varchar(20)`, `mood[]`
 * @throws PgwrightError `usage` where there is no such type
 */
export async function resolveType(client: Client, text: string): Promise<string> {
  requireReadable({ type: text })
  try {
    // A result has a domain's base type in its place; a column does not.
    await client.query(`begin; create temporary table pgwright_typed as select null::${text} as value with no data;
      set local search_path = pg_catalog`)
    const { rows } = await client.query<{ type: string }>(
      `select format_type(atttypid, atttypmod) as type from pg_attribute
       where attrelid = to_regclass('pg_temp.pgwright_typed') and attnum = 1`,
    )
    return rows[0]?.type ?? text
  } catch (cause) {
    if (!noType.has(sqlState(cause) ?? '')) throw cause
    throw new PgwrightError(
      'usage',
      `There is no type ${text} that a column could have.`,
      'Check its name, and give its schema where that is not in the search path.',
      { cause },
    )
  } finally {
    await client.query('rollback').catch(() => {})
  }
}

/** Undefined object or schema, a pseudo-type, a modifier that is none. */
const noType: ReadonlySet<string> = new Set(['42704', '3F000', '42P16', '22023', '42601', '42846'])
