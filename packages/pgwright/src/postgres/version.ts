import type { ClientBase } from 'pg'
import { PgwrightError } from '../model/index.ts'

const oldestMajor = 14

/**
 * The server's major version.
 *
 * @throws PgwrightError `unsupported` below 14.
 */
export async function requireSupported(client: ClientBase): Promise<number> {
  const { rows } = await client.query<{ version: string }>(
    `select pg_catalog.current_setting('server_version_num') as version`,
  )
  return supportedMajor(Number(rows[0]?.version))
}

/** @param versionNumber as in `server_version_num`: 180004 is 18.4 */
export function supportedMajor(versionNumber: number): number {
  const major = Math.floor(versionNumber / 10_000)
  if (major >= oldestMajor) return major
  throw new PgwrightError(
    'unsupported',
    `The server is PostgreSQL ${major}, and pgwright needs ${oldestMajor} or later.`,
    'Upgrade the server: PostgreSQL gives each major five years of fixes.',
  )
}
