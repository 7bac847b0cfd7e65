import { formatCount, formatShare } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'
import { type Counted, countedOf, counterRow, countersNeeded, countersSql } from '../../../facts/counted-statements.ts'
import { looksUpOne, parentOf } from './ratio.ts'

/** A child is called as often as its parents return rows. */
const manyCalls = 500
const largeShare = 0.1

export const check = sqlCheck({
  id: 'n-plus-one-ratio',
  title: 'Statement that is called for each row of another',
  category: 'queries',
  severity: 'info',
  needs: countersNeeded(),
  reads: 'server',
  row: counterRow,
  sql: countersSql,
  detect: (rows) => {
    const children = rows.filter(({ calls, all_calls }) => calls >= manyCalls && calls >= all_calls * largeShare)
    if (children.length === 0) return []
    const counted = rows.map(countedOf).filter((one): one is Counted => one !== null)
    return counted
      .filter((one) => children.some(({ query }) => query === one.query) && looksUpOne(one))
      .flatMap((child) => {
        const parent = parentOf(child, counted)
        if (parent === null) return []
        const { calls, all_calls } = child
        return [
          {
            object: child.fingerprint,
            objectType: 'statement',
            message: `A statement that looks up one row is called ${formatCount(calls)} times, ${formatShare(calls / all_calls)} of all calls, which is once for each row of another (${formatCount(parent.rows)} rows in ${formatCount(parent.calls)} calls), it seems: ${child.shown}`,
            evidence: {
              statement: child.shown,
              calls,
              parent: parent.shown,
              parentFingerprint: parent.fingerprint,
              parentCalls: parent.calls,
              parentRows: parent.rows,
              since: child.since?.toISOString() ?? null,
            },
            help: 'Join both, or fetch what belongs to all rows at once with = any ($1); trace the application to see where it loops.',
          },
        ]
      })
  },
})
