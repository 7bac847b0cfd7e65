import { type Change, formatBytes, formatCount, formatDuration } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import type { AdviceCheck } from '../../../check.ts'

/** A call that costs less is quick anyhow: about as many pages. */
const leastCost = 100

/** Some statement that costs something is to cost half of it or less. */
function isWorthALook({ kind, benefit }: Change): boolean {
  const halved = benefit.queries.some(({ costBefore, costAfter }) => {
    return costBefore >= leastCost && costAfter <= costBefore / 2
  })
  return kind === 'create-index' && halved
}

export const check: AdviceCheck = {
  id: 'missing-index',
  title: 'Index that the workload would earn',
  category: 'indexes',
  severity: 'warning',
  reads: 'advice',
  detect: (changes) =>
    changes.filter(isWorthALook).map((change) => {
      const { schema, table, sizeBytes, benefit, msPerDay, writeCost } = change
      const on = readableQualified(schema, table)
      const saved = msPerDay === undefined ? '' : `, about ${formatDuration(msPerDay)} a day`
      return {
        // A table can lack several: what follows the new index's name tells them apart.
        object: change.sql.slice(change.sql.indexOf(' on ') + 4),
        objectType: 'index',
        message: `An index on ${on} would save ${formatCount(benefit.total)} of the planner's cost units${saved}, for ${formatBytes(sizeBytes)} and what writes pay (estimates on the twin): ${change.sql}`,
        evidence: {
          table: on,
          sizeBytes,
          costSaved: benefit.total,
          writeCost,
          msPerDay: msPerDay ?? null,
          sql: change.sql,
        },
        help: 'Run pgwright advise for the whole set with its reasons, and prove it before it is built.',
        change,
      }
    }),
}
