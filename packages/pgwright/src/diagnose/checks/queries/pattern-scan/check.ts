import { formatShare } from '../../../../model/index.ts'
import type { PlanCheck } from '../../../check.ts'
import { costlyScans, costWords, ofStatement } from '../../../facts/plan-scans.ts'

const patterns = new Set(['~~', '~~*', '~', '~*'])

export const check: PlanCheck = {
  id: 'pattern-scan',
  title: 'Search by a pattern that reads the whole table',
  category: 'queries',
  severity: 'warning',
  reads: 'plans',
  detect: (statements) =>
    costlyScans(statements).flatMap(({ statement, table, cost, terms }) => {
      const term = terms.find(({ operator }) => patterns.has(operator))
      if (term === undefined) return []
      const { evidence, ...object } = ofStatement(statement)
      const column = term.key.column
      return [
        {
          ...object,
          message: `A statement looks for a pattern in ${column} of ${table} and reads the whole table at ${costWords(cost)}, ${formatShare(statement.share)} of the workload.`,
          evidence: { ...evidence, table, column, scanCost: cost },
          help: 'For patterns that begin with a wildcard build a GIN index with gin_trgm_ops; for beginnings of words a B-tree with text_pattern_ops.',
        },
      ]
    }),
}
