import { type PlanNode, planNodes } from '../packages/pgwright/src/twin/index.ts'

/** What makes a plan's tree. Conditions are left out: the recorded plans are not verbose, and name columns otherwise. */
const treeKeys = [
  'Node Type',
  'Parent Relationship',
  'Subplan Name',
  'Strategy',
  'Partial Mode',
  'Parallel Aware',
  'Join Type',
  'Inner Unique',
  'Scan Direction',
  'Relation Name',
  'Alias',
  'Index Name',
  'CTE Name',
  'Workers Planned',
  'Plan Rows',
  'Plan Width',
] as const

/** The same nodes over the same relations and indexes, with the same rows. */
export function sameTree(one: PlanNode, two: PlanNode): boolean {
  return JSON.stringify(tree(one)) === JSON.stringify(tree(two))
}

function tree(node: PlanNode): unknown {
  return [treeKeys.map((key) => node[key]), (node.Plans ?? []).map(tree)]
}

/** Largest relative deviation of any node's costs; infinite where the trees differ. */
export function costDeviation(recorded: PlanNode, planned: PlanNode): number {
  if (!sameTree(recorded, planned)) return Number.POSITIVE_INFINITY
  const nodes = planNodes(planned)
  return Math.max(
    ...planNodes(recorded).flatMap((node, i) =>
      (['Startup Cost', 'Total Cost'] as const).map((key) => relative(node[key], nodes[i]?.[key] ?? Number.NaN)),
    ),
  )
}

function relative(wanted: number, got: number): number {
  return wanted === got ? 0 : Math.abs(got - wanted) / Math.max(wanted, 1)
}
