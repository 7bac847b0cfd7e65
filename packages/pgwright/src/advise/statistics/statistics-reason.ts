import type { ObjectName, StatisticsEffect } from '../../model/index.ts'
import { withoutValues as statementWithoutValues } from '../../observe/index.ts'
import { readableQualified } from '../../sql/index.ts'
import { type PlanNode, type SpecCandidate, withoutValues } from '../../twin/index.ts'
import { beginning } from '../effects.ts'
import { figure } from '../figures.ts'
import type { Tried } from './trial.ts'

/** The figures of what is put right, without the values that it was asked with. */
export function statisticsEffect(
  first: Tried,
  others: readonly Tried[],
  chosen: readonly SpecCandidate[],
): StatisticsEffect {
  const shown = (plan: PlanNode) => withNewIndexes(withoutValues(plan), chosen)

  const { independent, withStatistics, sampled } = first
  const byStatement = new Map([first, ...others].toReversed().map((one) => [one.together.planned.statement, one]))
  return {
    of: first.together.of,
    independent,
    withStatistics,
    sampled,
    plans: [...byStatement.values()].toReversed().map(({ together: { planned }, before, after }) => ({
      fingerprint: planned.statement.fingerprint,
      sql: beginning(statementWithoutValues(planned.statement).sql),
      before: shown(before),
      after: shown(after),
    })),
  }
}

/** What is wrong, by how much, and what is known of what putting it right is worth. */
export function statisticsReason(on: ObjectName, { together: { keys, of } }: Tried, effect: StatisticsEffect): string {
  const [independent, withStatistics, sampled] = [effect.independent, effect.withStatistics, effect.sampled].map(figure)
  const names = keys.map(({ text }) => text).join(', ')
  const table = readableQualified(on.schema, on.name)
  const cause =
    keys.length === 1
      ? `The planner guesses what ${names} of ${table} is like`
      : `The planner takes ${names} of ${table} as if they had nothing to do with one another`
  const what = of === 'rows' ? 'rows for values that rows have together' : 'groups'
  const plans = effect.plans.length === 1 ? 'one statement' : `${effect.plans.length} statements`
  return `${cause}: it expects ${independent} ${of === 'rows' && keys.length === 1 ? 'rows for a value' : what} where a sample of the source tells ${sampled}; with the statistics ${withStatistics}, and ${plans} of the workload would be planned in another way. Costs without and with them can't be compared, since it is the estimates that change: it can be slower as well as faster, which pgwright prove measures; do not apply it without.`
}

/** The twin's own names of advised indexes tell nobody anything. */
function withNewIndexes(plan: PlanNode, chosen: readonly SpecCandidate[]): PlanNode {
  const index = chosen.find(({ name }) => name === plan['Index Name'])
  const keys = index?.spec.keys.map(({ column }) => column).join(', ')
  return {
    ...plan,
    ...(keys === undefined ? {} : { 'Index Name': `the new index (${keys})` }),
    ...(plan.Plans === undefined ? {} : { Plans: plan.Plans.map((child) => withNewIndexes(child, chosen)) }),
  }
}
