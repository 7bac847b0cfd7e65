import { hideValues } from '../sql/index.ts'
import { type PlanNode, planNodes } from './plan-node.ts'

/** What names things and holds no text of a statement. */
const names: ReadonlySet<string> = new Set([
  'Node Type',
  'Parent Relationship',
  'Join Type',
  'Strategy',
  'Partial Mode',
  'Operation',
  'Command',
  'Scan Direction',
  'Schema',
  'Relation Name',
  'Alias',
  'Index Name',
  'Subplan Name',
  'CTE Name',
  'Function Name',
])

/** A plan without the values that a statement was asked with, to be shown and kept. */
export function withoutValues(plan: PlanNode): PlanNode {
  const hidden = Object.entries(plan).map(([key, value]) => [key, names.has(key) ? value : hiddenIn(value)])
  return Object.fromEntries(hidden) as PlanNode
}

function hiddenIn(value: unknown): unknown {
  if (typeof value === 'string') return hideValues(value)
  if (Array.isArray(value)) return value.map(hiddenIn)
  return typeof value === 'object' && value !== null ? withoutValues(value as PlanNode) : value
}

/** Whether the planner saw that nothing can be found, as where a column is compared with null. */
export function findsNothing(plan: PlanNode): boolean {
  return planNodes(plan).some((node) => node['One-Time Filter'] === 'false')
}
