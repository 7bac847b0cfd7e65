import { PgwrightError } from '../../model/index.ts'
import { tryParse } from '../../sql/index.ts'
import type { Scenario } from './scenario.ts'

/**
 * Statistics over columns together. The planner makes use of the values that `ANALYZE` finds for them, and of the
 * definition of none; nobody has found any yet, so all that is learnt is whether PostgreSQL takes the definition.
 *
 * @throws PgwrightError `usage` for anything but one `CREATE STATISTICS`
 */
export function addStatistics(scenario: Scenario, sql: string): Scenario {
  const [statement, another] = tryParse(sql) ?? []
  if (statement === undefined || another !== undefined || !('CreateStatsStmt' in statement)) {
    const message = 'What is given as statistics is not one CREATE STATISTICS.'
    throw new PgwrightError('usage', message, 'Give one, such as CREATE STATISTICS ON city, zip FROM addresses.')
  }
  const gap = {
    object: 'statistics of a what-if',
    reason: 'They have no values before the source has analysed the table with them.',
    effect: 'Nothing can be told of what they would change: plans are those without them.',
  }
  return { ...scenario, steps: [...scenario.steps, { kind: 'alter', sql }], gaps: [...scenario.gaps, gap] }
}
