export { nodeTitle } from './compare-plans.ts'
export { compareRedaction } from './compare-redaction.ts'
export { EmptyCopy } from './empty-copy.ts'
export { blockSize } from './files/btree-page.ts'
export type { SpecCandidate } from './indexes/candidate.ts'
export type { SampledExpression } from './indexes/candidates.ts'
export {
  createIndexOnOnlySql,
  createIndexSql,
  type IndexSpec,
  type KeySpec,
  specColumns,
  specKey,
} from './indexes/index-spec.ts'
export { type Access, accessesOf } from './parameters/accesses.ts'
export { type ParameterUse, parameterUses } from './parameters/parameter-uses.ts'
export { type GenericPlan, type PlansByParameters, planWithParameters } from './parameters/plan-with-parameters.ts'
export { listLength, TypicalValues, typicalByUse } from './parameters/typical.ts'
export { indexesOf, type PlanNode, planNodes } from './plan-node.ts'
export { withoutValues } from './plan-shape.ts'
export { PlanTrees } from './plan-trees.ts'
export { startTwinServer, type TwinServer } from './server.ts'
export { isCreateIndex } from './statement-result.ts'
export { type PlanningContext, Twin } from './twin.ts'
export { planOnSource, verifyPlans } from './verify.ts'
export { compareScenario, compareWhatIf, type WhatIfResult } from './what-if/compare.ts'
export { foreignKey } from './what-if/growth/foreign-keys.ts'
export { findColumn, findRelation, searchPath } from './what-if/names.ts'
export { openWhatIf } from './what-if/open-what-if.ts'
export { type RangeLength, rangeLengths } from './what-if/partitioning/range-lengths.ts'
export type { WhatIfStatement } from './what-if/planned-pair.ts'
export { unchanged } from './what-if/scenario.ts'
export type { StatisticsWhatIf, WhatIf } from './what-if/what-if.ts'
