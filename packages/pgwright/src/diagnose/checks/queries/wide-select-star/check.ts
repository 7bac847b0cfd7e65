import { formatBytes, formatShare } from '../../../../model/index.ts'
import type { Node } from '../../../../sql/index.ts'
import type { PlanCheck } from '../../../check.ts'
import { ofStatement } from '../../../facts/plan-scans.ts'

/** Narrower rows are as quick to send whole. */
const leastWidth = 500
const leastShare = 0.01

export const check: PlanCheck = {
  id: 'wide-select-star',
  title: 'All columns of wide rows',
  category: 'queries',
  severity: 'info',
  reads: 'plans',
  detect: (statements) =>
    statements.flatMap((statement) => {
      const width = statement.plan['Plan Width']
      if (width < leastWidth || statement.share < leastShare || !statement.trees.some(asksForAll)) return []
      const { evidence, ...object } = ofStatement(statement)
      return [
        {
          ...object,
          message: `A statement asks for all columns of rows of about ${formatBytes(width)} (estimate): no index alone can answer it, and large values are fetched and sent though perhaps nobody reads them. It is ${formatShare(statement.share)} of the workload.`,
          evidence: { ...evidence, rowBytes: width },
          help: 'Name the columns that are read.',
        },
      ]
    }),
}

function asksForAll(tree: Node): boolean {
  const targets = 'SelectStmt' in tree ? (tree.SelectStmt.targetList ?? []) : []
  return targets.some((target) => JSON.stringify(target).includes('"A_Star"'))
}
