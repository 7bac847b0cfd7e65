import type { Snapshot } from '../../model/index.ts'
import { quoteIdentifier, quoteLiteral } from '../../sql/index.ts'
import type { Definition } from './definition.ts'
import { ownRoles } from './reserved.ts'

type Role = Snapshot['roles'][number]

/** Roles and who is a member of which. The twin's own role is a member of all, since it makes what they own. */
export function roleDefinitions(snapshot: Snapshot, twinRole: string): Definition[] {
  const roles = ownRoles(snapshot)
  const names = new Set(roles.map(({ name }) => name))
  return [
    ...roles.map(role),
    ...roles.flatMap(({ name, memberOf }) =>
      memberOf.filter((group) => names.has(group)).map((group) => membership(name, group)),
    ),
    ...roles.map(({ name }) => membership(twinRole, name)),
  ]
}

/**
 * Superusers of the source stay ordinary here, but for seeing every row: a snapshot is a file from elsewhere. Roles are
 * the server's, so one may be there from another twin.
 */
function role({ name, bypassRls, superuser }: Role): Definition {
  const quoted = quoteIdentifier(name)
  const rights = bypassRls || superuser ? 'bypassrls' : 'nobypassrls'
  return {
    object: `role ${quoted}`,
    sql: `do ${quoteLiteral(
      `begin create role ${quoted} ${rights}; exception when duplicate_object then alter role ${quoted} ${rights}; end`,
    )}`,
    privileged: true,
  }
}

function membership(member: string, group: string): Definition {
  return {
    object: `membership of ${quoteIdentifier(member)} in ${quoteIdentifier(group)}`,
    sql: `grant ${quoteIdentifier(group)} to ${quoteIdentifier(member)}`,
    privileged: true,
  }
}
