import { formatShare } from '../../../../model/index.ts'
import type { PlanCheck } from '../../../check.ts'
import { costlyScans, costWords, ofStatement } from '../../../facts/plan-scans.ts'
import { isCast } from '../../../facts/sought-expression.ts'

export const check: PlanCheck = {
  id: 'cast-on-column',
  title: 'Condition on a cast of the column, which no index of the column answers',
  category: 'queries',
  severity: 'warning',
  reads: 'plans',
  detect: (statements) =>
    costlyScans(statements).flatMap(({ statement, table, cost, terms }) => {
      const term = terms.find(({ key, operand }) => operand.kind !== 'column' && isCast(key))
      if (term === undefined) return []
      const { evidence, ...object } = ofStatement(statement)
      const columns = [...new Set(term.key.reads)].sort()
      return [
        {
          ...object,
          message: `A statement compares a cast of ${columns.join(', ')} of ${table}: no index of the column answers that, and it reads the whole table at ${costWords(cost)}, ${formatShare(statement.share)} of the workload.`,
          evidence: { ...evidence, table, columns, scanCost: cost },
          help: "Cast the value to the column's type instead of the column to the value's; where the driver sends another type, tell it the right one.",
        },
      ]
    }),
}
