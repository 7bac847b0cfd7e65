import { formatCount, formatShare } from '../../../../model/index.ts'
import { type PlanNode, planNodes } from '../../../../twin/index.ts'
import type { PlanCheck } from '../../../check.ts'
import { ofStatement } from '../../../facts/plan-scans.ts'

/** Fewer combinations than this are no harm, and often meant. */
const leastRows = 100_000

export const check: PlanCheck = {
  id: 'cartesian-product',
  title: 'Tables joined without a condition',
  category: 'queries',
  severity: 'warning',
  reads: 'plans',
  detect: (statements) =>
    statements.flatMap((statement) => {
      const join = planNodes(statement.plan).find(isProduct)
      if (join === undefined) return []
      const rows = join['Plan Rows']
      const { evidence, ...object } = ofStatement(statement)
      return [
        {
          ...object,
          message: `A statement combines every row of one relation with every row of another, about ${formatCount(rows)} of them (estimate on the twin); it is ${formatShare(statement.share)} of the workload.`,
          evidence: { ...evidence, rows },
          help: 'Add the condition by which the relations belong together.',
        },
      ]
    }),
}

function isProduct(node: PlanNode): boolean {
  if (node['Node Type'] !== 'Nested Loop' || node['Join Type'] !== 'Inner' || node['Join Filter'] !== undefined)
    return false
  const [outer, inner] = node.Plans ?? []
  if (outer === undefined || inner === undefined || node['Plan Rows'] < leastRows) return false
  // What the inner side asks for by a value of the outer one stands in its conditions; a plain scan asks for nothing.
  const scan = inner['Node Type'] === 'Materialize' ? inner.Plans?.[0] : inner
  const asksNothing = scan?.['Node Type'] === 'Seq Scan' && scan.Filter === undefined
  return asksNothing && outer['Plan Rows'] > 1 && inner['Plan Rows'] > 1
}
