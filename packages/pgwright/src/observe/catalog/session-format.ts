import type { ClientBase } from 'pg'

/**
 * Settings of the transaction under which names and values are written the same on every server, and so that another
 * server reads them the same: with only `pg_catalog` in the search path every name of the user's is qualified.
 */
export async function setFormat(client: ClientBase): Promise<void> {
  const settings = Object.entries(format).map(([name, value]) => `set local ${name} = ${value}`)
  await client.query(settings.join('; '))
}

const format = {
  search_path: 'pg_catalog',
  datestyle: 'ISO',
  intervalstyle: 'postgres',
  timezone: 'UTC',
  bytea_output: 'hex',
  // Zero or less rounds floating-point values.
  extra_float_digits: '1',
  quote_all_identifiers: 'off',
} as const
