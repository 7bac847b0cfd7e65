import { parseStatisticsStatement, quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import { findRelation } from './names.ts'
import type { Scenario } from './scenario.ts'
import type { StatisticsWhatIf } from './what-if.ts'

/**
 * Statistics over columns together. The planner makes use of the values that `ANALYZE` finds for them, and of the
 * definition of none: without a sample all that is learnt is whether PostgreSQL takes the definition.
 *
 * @throws PgwrightError `usage` for anything but one `CREATE STATISTICS` on a table that is there
 */
export function addStatistics(scenario: Scenario, { sql, data, withoutData }: StatisticsWhatIf): Scenario {
  const { schema, table } = parseStatisticsStatement(sql)
  const name = schema === null ? quoteIdentifier(table) : quoteQualified(schema, table)
  const { kind } = findRelation(scenario.snapshot, name)
  if (data !== undefined) {
    // Another what-if may have partitioned the table since it was sampled.
    const inherited = data.inherited || kind === 'partitioned'
    return { ...scenario, steps: [...scenario.steps, { kind: 'statistics', sql, data: { ...data, inherited } }] }
  }
  const gap = {
    object: 'statistics of a what-if',
    reason: withoutData ?? 'They have no values before the source has analysed the table with them.',
    effect: 'Nothing can be told of what they would change: plans are those without them.',
  }
  return { ...scenario, steps: [...scenario.steps, { kind: 'alter', sql }], gaps: [...scenario.gaps, gap] }
}
