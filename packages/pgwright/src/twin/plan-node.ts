/** A node of `EXPLAIN (FORMAT JSON, VERBOSE)`, with PostgreSQL's own keys. */
export interface PlanNode {
  readonly 'Node Type': string
  readonly 'Parent Relationship'?: string
  readonly 'Subplan Name'?: string
  readonly 'Total Cost': number
  readonly 'Startup Cost': number
  readonly 'Plan Rows': number
  readonly 'Plan Width': number
  readonly Schema?: string
  readonly 'Relation Name'?: string
  readonly Alias?: string
  readonly 'Index Name'?: string
  readonly Strategy?: string
  readonly 'Scan Direction'?: 'Forward' | 'Backward'
  readonly Output?: readonly string[]
  readonly 'Sort Key'?: readonly string[]
  readonly 'Presorted Key'?: readonly string[]
  readonly 'Group Key'?: readonly string[]
  readonly Plans?: readonly PlanNode[]
  /** Conditions and filters: `Filter`, `Index Cond`, `Hash Cond`, `Join Filter`, … */
  readonly [key: string]: unknown
}

/** Every node of a plan, parents first. */
export function planNodes(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(planNodes)]
}

/** Names of the indexes that a plan reads. */
export function indexesOf(plan: PlanNode): Set<string> {
  return new Set(planNodes(plan).flatMap((node) => node['Index Name'] ?? []))
}
