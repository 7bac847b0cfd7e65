import { formatBytes, formatShare } from '../../../../model/index.ts'
import { type PlanNode, planNodes } from '../../../../twin/index.ts'
import type { PlanCheck } from '../../../check.ts'
import { ofStatement } from '../../../facts/plan-scans.ts'
import { workMemBytes } from '../../../facts/work-mem.ts'

/** Less of the workload is not worth more memory. */
const leastShare = 0.01
/** Of a row that is sorted, beside its values. */
const rowOverhead = 24

export const check: PlanCheck = {
  id: 'sort-spills',
  title: 'Sort that does not fit into work_mem',
  category: 'queries',
  severity: 'warning',
  reads: 'plans',
  detect: (statements, _, snapshot) =>
    statements.flatMap((statement) => {
      const limit = workMemBytes(snapshot)
      const most = Math.max(
        0,
        ...sorts(statement.plan).map((node) => node['Plan Rows'] * (node['Plan Width'] + rowOverhead)),
      )
      if (most <= limit || statement.share < leastShare) return []
      const { evidence, ...object } = ofStatement(statement)
      return [
        {
          ...object,
          message: `A statement sorts about ${formatBytes(most)} (estimate on the twin) with a work_mem of ${formatBytes(limit)}: it sorts on disk. It is ${formatShare(statement.share)} of the workload.`,
          evidence: { ...evidence, sortBytes: most, workMemBytes: limit },
          help: 'Give it the order by an index or sort fewer rows; else raise work_mem for its role, or within its transaction by set local.',
        },
      ]
    }),
}

/** Without those below a limit, which keep only the rows that are wanted. */
function sorts(plan: PlanNode): PlanNode[] {
  const nodes = planNodes(plan)
  const cut = new Set(nodes.filter((node) => node['Node Type'] === 'Limit').flatMap(({ Plans = [] }) => Plans))
  return nodes.filter((node) => node['Node Type'] === 'Sort' && !cut.has(node))
}
