import type { Snapshot } from '../../model/index.ts'
import { parseIndexStatement } from '../../sql/index.ts'
import { dropIndex } from './drop-index.ts'
import { grow } from './growth/grow.ts'
import { findIndex, keyOf } from './names.ts'
import { partition } from './partitioning/partition.ts'
import { requirePolicyDdl } from './policy-ddl.ts'
import { withIndexPartitions } from './relatives.ts'
import { policyRoles, withRoles } from './role.ts'
import { type Scenario, type Step, unchanged } from './scenario.ts'
import { set } from './setting.ts'
import { addStatistics } from './statistics-ddl.ts'
import type { WhatIf } from './what-if.ts'

/**
 * What-ifs, in order, on a snapshot. Nothing is asked of a server: what only one can tell is done when the twin of the
 * scenario is opened.
 *
 * @throws PgwrightError `usage` for what can't be, with the reason
 */
export function applyWhatIfs(snapshot: Snapshot, whatIfs: readonly WhatIf[]): Scenario {
  return whatIfs.reduce(apply, unchanged(snapshot))
}

function apply(scenario: Scenario, whatIf: WhatIf): Scenario {
  switch (whatIf.kind) {
    case 'add-index':
      parseIndexStatement(whatIf.ddl) // what is no index is refused before a server is started
      return withSteps(scenario, [whatIf])
    case 'drop-index':
      return dropIndex(scenario, whatIf.index)
    case 'hide-index':
      return hideIndex(scenario, whatIf.index)
    case 'set':
      return set(scenario, whatIf.name, whatIf.value)
    case 'grow':
      return grow(scenario, whatIf.table, whatIf.factor)
    case 'major':
      return { ...scenario, major: whatIf.major }
    case 'policy':
      requirePolicyDdl(whatIf.sql)
      return withSteps(withRoles(scenario, policyRoles(whatIf.sql)), [{ kind: 'alter', sql: whatIf.sql }])
    case 'role':
      return { ...withRoles(scenario, [whatIf.role]), role: whatIf.role }
    case 'statistics':
      return addStatistics(scenario, whatIf)
    case 'partition':
      return partition(scenario, whatIf)
    default:
      return whatIf satisfies never
  }
}

function withSteps(scenario: Scenario, steps: readonly Step[]): Scenario {
  return { ...scenario, steps: [...scenario.steps, ...steps] }
}

function hideIndex(scenario: Scenario, name: string): Scenario {
  const indexes = withIndexPartitions(scenario.snapshot, findIndex(scenario.snapshot, name))
  const hidden = indexes.map(
    ({ schema, name: index }): Step => ({ kind: 'hide-index', index: { schema, name: index } }),
  )
  const unique = indexes.some((index) => index.unique)
  const note = `${keyOf(indexes[0] ?? { schema: '', name })} is unique: hidden, the planner no longer knows that of its columns.`
  return withSteps(unique ? { ...scenario, notes: [...scenario.notes, note] } : scenario, hidden)
}
