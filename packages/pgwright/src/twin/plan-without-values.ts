import { hideValues } from '../sql/index.ts'
import type { PlanNode } from './plan-node.ts'

/** Keys whose value is an expression, or a list of them; all others are names, words and numbers. */
const expressions = /( Cond|Filter| Key| Keys|Clause| Call)$|^(Output|Order By|Conflict Filter|Cache Key)$/

/** A plan as it may be shown and kept: with `…` for every literal of its statement. */
export function planWithoutValues(plan: PlanNode): PlanNode {
  const entries = Object.entries(plan).map(([key, value]) => [key, key === 'Plans' ? value : hidden(key, value)])
  const node = Object.fromEntries(entries) as PlanNode
  return plan.Plans === undefined ? node : { ...node, Plans: plan.Plans.map(planWithoutValues) }
}

function hidden(key: string, value: unknown): unknown {
  if (!expressions.test(key)) return value
  if (Array.isArray(value)) return value.map((item) => hidden(key, item))
  return typeof value === 'string' ? hideValues(value) : value
}
