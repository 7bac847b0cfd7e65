import { parseIndexStatement, quoteIdentifier } from '../../sql/index.ts'
import { findIndex, keyOf } from './names.ts'
import { pointingTo } from './referring.ts'
import { withIndexPartitions } from './relatives.ts'
import type { Scenario } from './scenario.ts'

/**
 * Without an index: one that an earlier what-if adds, or one of the source's, with its partitions, its constraint and
 * the foreign keys that point to its columns. That takes more than `DROP INDEX` where a constraint rests on it, which a
 * note says.
 *
 * @throws PgwrightError `usage` for an unknown name
 */
export function dropIndex(scenario: Scenario, name: string): Scenario {
  const added = scenario.steps.find(
    (step) => step.kind === 'add-index' && parseIndexStatement(step.ddl).name === unquoted(name),
  )
  if (added !== undefined) return { ...scenario, steps: scenario.steps.filter((step) => step !== added) }
  const { snapshot } = scenario
  const index = findIndex(snapshot, name)
  const gone = new Set(withIndexPartitions(snapshot, index).map(keyOf))
  const own = snapshot.constraints.filter(
    (c) => c.index !== null && gone.has(keyOf({ schema: c.schema, name: c.index })),
  )
  const pointing = own.flatMap((constraint) => pointingTo(snapshot, constraint))
  const lost = new Set([...own, ...pointing])
  const notes = [...lost].map(
    ({ schema, table, name: constraint, kind }) =>
      `Without ${keyOf(index)} there is no ${kind} constraint ${quoteIdentifier(constraint)} on ${keyOf({ schema, name: table })}: drop that, and not the index.`,
  )
  const partition =
    index.parentIndex === null ? [] : [`${keyOf(index)} is part of ${index.parentIndex} and can't be dropped alone.`]
  return {
    ...scenario,
    snapshot: {
      ...snapshot,
      indexes: snapshot.indexes.filter((other) => !gone.has(keyOf(other))),
      constraints: snapshot.constraints.filter((constraint) => !lost.has(constraint)),
    },
    notes: [...scenario.notes, ...notes, ...partition],
  }
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name
}
