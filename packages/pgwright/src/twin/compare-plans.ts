import type { PlanNode } from './plan-node.ts'

/** How a plan differs from another of the same statement. */
export interface PlanComparison {
  /** The same tree with the same estimates: every key that `EXPLAIN (FORMAT JSON)` prints. */
  readonly identical: boolean
  /** The same nodes, relations, indexes and conditions; the estimates may differ. */
  readonly sameTree: boolean
  /** Total cost of the second over the first. */
  readonly costRatio: number
  /** The first thing that differs, without any value of the statement; null where nothing does. */
  readonly difference: string | null
}

/**
 * Parts of the plan, and what `VERBOSE` adds: the columns that a node hands on. A scan hands on all of them as they lie
 * on the page unless one was dropped (`use_physical_tlist` in `createplan.c`), which is no choice and has no cost.
 */
const leftOut: ReadonlySet<string> = new Set(['Plans', 'Output'])
const estimates: ReadonlySet<string> = new Set(['Startup Cost', 'Total Cost', 'Plan Rows', 'Plan Width'])
/** Costs are printed with two decimals, so the last digit may fall either way. */
const relativeTolerance = 1e-6
const printedTolerance = 0.0101

export function comparePlans(first: PlanNode, second: PlanNode): PlanComparison {
  const tree = differenceOf(first, second, (key) => !estimates.has(key))
  const difference = tree ?? differenceOf(first, second, (key) => estimates.has(key))
  const [one, two] = [first['Total Cost'], second['Total Cost']]
  return { identical: difference === null, sameTree: tree === null, costRatio: one === 0 ? 1 : two / one, difference }
}

function differenceOf(first: PlanNode, second: PlanNode, wanted: (key: string) => boolean): string | null {
  const keys = [...new Set([...Object.keys(first), ...Object.keys(second)])].filter((key) => !leftOut.has(key))
  for (const key of keys.filter(wanted)) {
    if (same(first[key], second[key])) continue
    return `${nodeTitle(first)}: ${key}${values(key, first, second)}`
  }
  const [children, others] = [first.Plans ?? [], second.Plans ?? []]
  for (const [i, child] of children.entries()) {
    const other = others[i]
    const difference =
      other === undefined ? `${nodeTitle(first)}: no ${nodeTitle(child)}` : differenceOf(child, other, wanted)
    if (difference !== null) return difference
  }
  const added = others[children.length]
  return added === undefined ? null : `${nodeTitle(first)}: ${nodeTitle(added)} is added`
}

function same(one: unknown, two: unknown): boolean {
  if (typeof one === 'number' && typeof two === 'number')
    return Math.abs(one - two) <= Math.max(printedTolerance, Math.abs(one) * relativeTolerance)
  return JSON.stringify(one) === JSON.stringify(two)
}

/** Names and numbers are told; conditions hold the statement's literals. */
function values(key: string, first: PlanNode, second: PlanNode): string {
  const [one, two] = [first[key], second[key]]
  const told = (value: unknown) => value === undefined || typeof value === 'number' || named.has(key)
  return told(one) && told(two) ? ` ${one ?? 'none'} became ${two ?? 'none'}` : ' differs'
}

const named: ReadonlySet<string> = new Set([
  'Alias',
  'Index Name',
  'Join Type',
  'Node Type',
  'Relation Name',
  'Scan Direction',
  'Schema',
  'Strategy',
])

/** `Index Scan on orders`. */
export function nodeTitle(node: PlanNode): string {
  const relation = node['Relation Name'] ?? node['CTE Name'] ?? node['Function Name']
  return relation === undefined ? node['Node Type'] : `${node['Node Type']} on ${relation}`
}
