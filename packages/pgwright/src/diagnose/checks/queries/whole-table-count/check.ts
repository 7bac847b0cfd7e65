import { formatCount, formatShare } from '../../../../model/index.ts'
import { type PlanNode, planNodes } from '../../../../twin/index.ts'
import type { PlanCheck } from '../../../check.ts'
import { ofStatement } from '../../../facts/plan-scans.ts'

const leastRows = 100_000
const leastShare = 0.01

export const check: PlanCheck = {
  id: 'whole-table-count',
  title: 'Count of a whole table',
  category: 'queries',
  severity: 'info',
  reads: 'plans',
  detect: (statements) =>
    statements.flatMap((statement) => {
      const rows = countedRows(statement.plan)
      const counts = /\bcount\s*\(\s*\*\s*\)/i.test(statement.sql)
      if (!counts || rows < leastRows || statement.share < leastShare) return []
      const { evidence, ...object } = ofStatement(statement)
      return [
        {
          ...object,
          message: `A statement counts all of about ${formatCount(rows)} rows (estimate) at each call; it is ${formatShare(statement.share)} of the workload.`,
          evidence: { ...evidence, rows },
          help: 'Show an estimate (pg_class.reltuples), whether there are more, or a number that is kept up to date.',
        },
      ]
    }),
}

/** Rows of the one scan without a condition under an aggregate that has no groups; 0 where it is not that. */
function countedRows(plan: PlanNode): number {
  const nodes = planNodes(plan)
  const [scan, ...others] = nodes.filter((node) => node['Relation Name'] !== undefined)
  if (scan === undefined || others.length > 0) return 0
  if (
    nodes.some(
      (node) => node['Group Key'] !== undefined || node.Filter !== undefined || node['Index Cond'] !== undefined,
    )
  )
    return 0
  const workers = nodes.find((node) => node['Workers Planned'] !== undefined)?.['Workers Planned']
  return scan['Plan Rows'] * (typeof workers === 'number' ? workers + 1 : 1)
}
