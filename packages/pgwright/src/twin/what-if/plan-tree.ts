import { type PlanNode, planNodes } from '../plan-node.ts'

/** What makes a plan another plan. Estimates do not, nor do literals, which move along with a table that grows. */
const telling = [
  'Parent Relationship',
  'Subplan Name',
  'Node Type',
  'Operation',
  'Join Type',
  'Strategy',
  'Partial Mode',
  'Parallel Aware',
  'Scan Direction',
  'Schema',
  'Relation Name',
  'Alias',
  'Index Name',
  'CTE Name',
  'Function Name',
] as const

/** Whether two plans of a statement go about it in the same way: the same nodes over the same relations and indexes. */
export function sameTree(one: PlanNode, other: PlanNode): boolean {
  return treeOf(one) === treeOf(other)
}

function treeOf(plan: PlanNode): string {
  return JSON.stringify(planNodes(plan).map((node) => [node.Plans?.length ?? 0, ...telling.map((key) => node[key])]))
}
