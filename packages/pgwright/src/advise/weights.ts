import { PgwrightError, type Workload } from '../model/index.ts'
import type { PlannedStatement } from './planned-statement.ts'

/** What makes a statement weigh: how often it runs, how long it runs in total, or both in equal parts. */
export type WeightBy = 'calls' | 'time' | 'both'

/**
 * Statements with their weights in the workload's cost, the sum of weight × cost.
 *
 * - `calls`: the weight is the number of calls. The sum is what the planner takes the whole workload for.
 * - `time`: the weight is such that a statement's part of the sum is its part of the measured time, and the sum is what it
 *   is by calls: `totalMs / cost`, times what a millisecond costs on average. A statement that the planner takes for
 *   cheaper than it is counts for more, and half its cost is taken for half its time. A statement without a time counts by
 *   its calls, as one of average speed.
 * - `both`: the mean of the two.
 *
 * Costs are those with the indexes that are there, so that one sum can be compared with another.
 */
export function weighed(statements: readonly PlannedStatement[], by: WeightBy): PlannedStatement[] {
  const average = averageCosts(statements)
  const costOf = ({ statement }: PlannedStatement) => average.get(statement) ?? 0
  const timed = statements.filter((planned) => planned.statement.totalMs > 0 && costOf(planned) > 0)
  const time = timed.reduce((sum, { statement, share }) => sum + share * statement.totalMs, 0)
  const cost = timed.reduce((sum, planned) => sum + planned.share * planned.statement.calls * costOf(planned), 0)
  const ofTime = (planned: PlannedStatement) =>
    planned.statement.totalMs > 0 && costOf(planned) > 0
      ? ((planned.statement.totalMs / costOf(planned)) * cost) / time
      : planned.statement.calls
  return statements.map((planned) => {
    const weight = weightOf(by, planned.statement.calls, ofTime(planned))
    return { ...planned, weight: planned.share * weight }
  })
}

/** Over all the ways in which a statement is planned. */
function averageCosts(statements: readonly PlannedStatement[]): Map<PlannedStatement['statement'], number> {
  const costs = new Map<PlannedStatement['statement'], number>()
  for (const { statement, share, plan } of statements)
    costs.set(statement, (costs.get(statement) ?? 0) + share * plan['Total Cost'])
  return costs
}

function weightOf(by: WeightBy, calls: number, ofTime: number): number {
  switch (by) {
    case 'calls':
      return calls
    case 'time':
      return ofTime
    case 'both':
      return (calls + ofTime) / 2
    default:
      return by satisfies never
  }
}

/** @throws PgwrightError `usage` where weights need times and the workload knows none */
export function requireTimes({ source, statements }: Workload, by: WeightBy): void {
  if (by === 'calls' || statements.some(({ totalMs }) => totalMs > 0)) return
  throw new PgwrightError(
    'usage',
    `The workload (${source}) can't be weighed by time: it does not say how long its statements ran.`,
    'Weigh it by calls, or give a source that knows times: pg_stat_statements, or a log with log_min_duration_statement.',
  )
}
