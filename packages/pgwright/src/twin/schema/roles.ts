import type { Gap, Snapshot } from '../../model/index.ts'
import { quoteIdentifier, quoteLiteral } from '../../sql/index.ts'
import type { Definition } from './definition.ts'
import { ownRoles } from './reserved.ts'

type Role = Snapshot['roles'][number]

/** `GRANT … WITH INHERIT …, SET …` is there since then; before, a role inherits from all that it is a member of, or from none. */
const firstWithOptions = 16

/**
 * Roles and who is a member of which. The twin's own role is a member of all, since it makes what they own.
 *
 * @param major the twin's
 */
export function roleDefinitions(snapshot: Snapshot, twinRole: string, major: number): Definition[] {
  const roles = ownRoles(snapshot)
  return [
    ...roles.map((role) => roleDefinition(role, major)),
    ...membershipsOf(snapshot)
      .filter((one) => canBe(one, major))
      .map((one) => membership(one.member.name, one.group, major < firstWithOptions ? '' : optionsOf(one))),
    ...roles.map(({ name }) => membership(twinRole, name, '')),
  ]
}

/** Memberships of a newer source that the twin's major does not know. */
export function membershipGaps(snapshot: Snapshot, major: number): Gap[] {
  return membershipsOf(snapshot)
    .filter((one) => !canBe(one, major))
    .map(({ member, group }) => ({
      object: membershipObject(member.name, group),
      reason: `it allows to take on the role alone, and before PostgreSQL ${firstWithOptions} none does for a role that inherits from another`,
      effect: 'policies that ask for it with pg_has_role can be planned otherwise',
    }))
}

interface Membership {
  readonly member: Role
  readonly group: string
}

function membershipsOf(snapshot: Snapshot): Membership[] {
  const roles = ownRoles(snapshot)
  const names = new Set(roles.map(({ name }) => name))
  return roles.flatMap((member) =>
    [...new Set([...member.memberOf, ...member.mayTakeOn])]
      .filter((group) => names.has(group))
      .map((group) => ({ member, group })),
  )
}

function canBe({ member, group }: Membership, major: number): boolean {
  return major >= firstWithOptions || member.memberOf.includes(group) || inheritsNothing(member)
}

function inheritsNothing({ memberOf, mayTakeOn }: Role): boolean {
  return memberOf.length === 0 && mayTakeOn.length > 0
}

function optionsOf({ member: { memberOf, mayTakeOn }, group }: Membership): string {
  return ` with inherit ${memberOf.includes(group)}, set ${mayTakeOn.includes(group)}`
}

/**
 * Superusers of the source stay ordinary here, but for seeing every row: a snapshot is a file from elsewhere. Roles are
 * the server's, so one may be there from another twin.
 */
function roleDefinition(role: Role, major: number): Definition {
  const quoted = quoteIdentifier(role.name)
  const inherits = major < firstWithOptions && inheritsNothing(role) ? 'noinherit' : 'inherit'
  const rights = `${role.bypassRls || role.superuser ? 'bypassrls' : 'nobypassrls'} ${inherits}`
  return {
    object: `role ${quoted}`,
    sql: `do ${quoteLiteral(
      `begin create role ${quoted} ${rights}; exception when duplicate_object then alter role ${quoted} ${rights}; end`,
    )}`,
    privileged: true,
  }
}

function membership(member: string, group: string, options: string): Definition {
  return {
    object: membershipObject(member, group),
    sql: `grant ${quoteIdentifier(group)} to ${quoteIdentifier(member)}${options}`,
    privileged: true,
  }
}

function membershipObject(member: string, group: string): string {
  return `membership of ${quoteIdentifier(member)} in ${quoteIdentifier(group)}`
}
