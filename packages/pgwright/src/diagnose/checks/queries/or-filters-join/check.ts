import { formatShare } from '../../../../model/index.ts'
import { parsedCondition } from '../../../../sql/index.ts'
import { type PlanNode, planNodes } from '../../../../twin/index.ts'
import type { PlanCheck } from '../../../check.ts'
import { costWords, ofStatement } from '../../../facts/plan-scans.ts'

const leastShare = 0.01
const leastCost = 1_000
/** Of its statement's cost. */
const leastPart = 0.3

export const check: PlanCheck = {
  id: 'or-filters-join',
  title: 'OR over columns of two tables',
  category: 'queries',
  severity: 'info',
  reads: 'plans',
  detect: (statements) =>
    statements.flatMap((statement) => {
      const { plan, share } = statement
      const join = planNodes(plan).find(
        (node) => joinsByOr(node) && node['Total Cost'] >= leastPart * plan['Total Cost'],
      )
      if (join === undefined || share < leastShare || plan['Total Cost'] < leastCost) return []
      const { evidence, ...object } = ofStatement(statement)
      return [
        {
          ...object,
          message: `A statement joins first and then filters by OR over columns of both tables: no index can narrow either side. It is ${formatShare(share)} of the workload, at ${costWords(join['Total Cost'])}.`,
          evidence: { ...evidence, joinCost: join['Total Cost'] },
          help: 'Write it as a union of two statements, each of which has a condition on one table.',
        },
      ]
    }),
}

function joinsByOr({ 'Join Filter': filter }: PlanNode): boolean {
  const node = typeof filter === 'string' ? parsedCondition(filter) : undefined
  return node !== undefined && 'BoolExpr' in node && node.BoolExpr.boolop === 'OR_EXPR'
}
