import type { Snapshot } from '../../model/index.ts'

/**
 * Names of roles and schemas that begin so are the server's own. A snapshot that was tampered with could name them to be
 * given `pg_execute_server_program`, or `pg_catalog` to put functions in.
 */
export function isReserved(name: string): boolean {
  return name.startsWith('pg_') || name === 'information_schema'
}

/** The snapshot's roles that can be made. */
export function ownRoles({ roles }: Snapshot): Snapshot['roles'] {
  return roles.filter(({ name }) => !isReserved(name))
}

/** The snapshot's schemas that can be made. */
export function ownSchemas({ schemas }: Snapshot): string[] {
  return schemas.filter((name) => !isReserved(name))
}
