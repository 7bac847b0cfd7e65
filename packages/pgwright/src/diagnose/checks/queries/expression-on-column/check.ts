import { formatShare } from '../../../../model/index.ts'
import type { PlanCheck } from '../../../check.ts'
import { costlyScans, costWords, ofStatement } from '../../../facts/plan-scans.ts'
import { isCast } from '../../../facts/sought-expression.ts'

export const check: PlanCheck = {
  id: 'expression-on-column',
  title: 'Condition on an expression, which no index of the column answers',
  category: 'queries',
  severity: 'warning',
  reads: 'plans',
  detect: (statements) =>
    costlyScans(statements).flatMap(({ statement, table, cost, terms }) => {
      const term = terms.find(
        ({ key, operand }) => key.reads !== undefined && operand.kind !== 'column' && !isCast(key),
      )
      if (term === undefined) return []
      const { evidence, ...object } = ofStatement(statement)
      const columns = [...new Set(term.key.reads)].sort()
      return [
        {
          ...object,
          message: `A statement looks for rows of ${table} by an expression over ${columns.join(', ')}: no index of the column itself answers that, and it reads the whole table at ${costWords(cost)}, ${formatShare(statement.share)} of the workload.`,
          evidence: { ...evidence, table, columns, scanCost: cost },
          help: 'Compare the bare column (a range for a date, a value worked out beforehand), or build an index on the expression.',
        },
      ]
    }),
}
