import { formatBytes, formatShare } from '../../../../model/index.ts'
import { planNodes } from '../../../../twin/index.ts'
import type { PlanCheck } from '../../../check.ts'
import { ofStatement } from '../../../facts/plan-scans.ts'
import { hashMemBytes } from '../../../facts/work-mem.ts'

/** Less of the workload is not worth more memory. */
const leastShare = 0.01
/** Of a row in a hash table, beside its values. */
const rowOverhead = 32

export const check: PlanCheck = {
  id: 'hash-spills',
  title: 'Hash table that does not fit into its memory',
  category: 'queries',
  severity: 'info',
  reads: 'plans',
  detect: (statements, _, snapshot) =>
    statements.flatMap((statement) => {
      const limit = hashMemBytes(snapshot)
      const sizes = planNodes(statement.plan)
        .filter((node) => node['Node Type'] === 'Hash')
        .map((node) => node['Plan Rows'] * (node['Plan Width'] + rowOverhead))
      const most = Math.max(0, ...sizes)
      if (most <= limit || statement.share < leastShare) return []
      const { evidence, ...object } = ofStatement(statement)
      return [
        {
          ...object,
          message: `A statement joins by a hash table of about ${formatBytes(most)} (estimate on the twin), of which ${formatBytes(limit)} fit into memory: it is written to disk in parts. It is ${formatShare(statement.share)} of the workload.`,
          evidence: { ...evidence, hashBytes: most, hashMemBytes: limit },
          help: 'Join fewer rows or fewer columns; else raise hash_mem_multiplier or work_mem for its role, or within its transaction by set local.',
        },
      ]
    }),
}
