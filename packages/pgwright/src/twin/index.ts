export type { Candidate } from './candidates.ts'
export { type IndexSpec, type KeySpec, createIndexSql, specKey } from './index-spec.ts'
export { type PlanNode, indexesOf, planNodes } from './plan-node.ts'
export { type PlanningContext, Twin } from './twin.ts'
