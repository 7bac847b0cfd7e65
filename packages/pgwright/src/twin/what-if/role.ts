import type { Snapshot } from '../../model/index.ts'
import { type Node, tryParse, walk } from '../../sql/index.ts'
import type { Scenario } from './scenario.ts'

/**
 * The scenario with roles that something names. A snapshot has those that own, run or are named by something, so a role
 * that it lacks may well be there on the source: it is taken for an ordinary one, which a gap says.
 */
export function withRoles(scenario: Scenario, names: readonly string[]): Scenario {
  const known = new Set(scenario.snapshot.roles.map(({ name }) => name))
  const missing = [...new Set(names)].filter((name) => !known.has(name))
  const gaps = missing.map((name) => ({
    object: `role ${name}`,
    reason: 'The snapshot does not have it: nothing belongs to it, and no statement or policy names it.',
    effect: 'It is taken for an ordinary role that is a member of no other.',
  }))
  const added = missing.map((name) => ({ name, superuser: false, bypassRls: false, memberOf: [], mayTakeOn: [] }))
  const snapshot: Snapshot = { ...scenario.snapshot, roles: [...scenario.snapshot.roles, ...added] }
  return { ...scenario, snapshot, gaps: [...scenario.gaps, ...gaps] }
}

/** The roles that a policy is for; `public` and whoever runs it are none. */
export function policyRoles(sql: string): string[] {
  const names: string[] = []
  walk(tryParse(sql), (node) => {
    const role = node.RoleSpec as Extract<Node, { RoleSpec: unknown }>['RoleSpec'] | undefined
    if (role?.roletype === 'ROLESPEC_CSTRING' && role.rolename !== undefined) names.push(role.rolename)
  })
  return names
}
