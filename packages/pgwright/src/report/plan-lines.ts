import { formatCount, formatFigure, printable } from '../model/index.ts'
import { hideValues } from '../sql/index.ts'
import { nodeTitle, type PlanNode } from '../twin/index.ts'

/** What is shown beneath a node, in PostgreSQL's own words. */
const details = [
  'Index Cond',
  'Recheck Cond',
  'Hash Cond',
  'Merge Cond',
  'Join Filter',
  'One-Time Filter',
  'Filter',
  'Sort Key',
  'Presorted Key',
  'Group Key',
] as const

/** A plan as `EXPLAIN` prints it, without its values: a line for each node, its conditions beneath. */
export function planLines(plan: PlanNode, depth = 0): string[] {
  const indent = '  '.repeat(depth)
  const arrow = depth === 0 ? '' : '→ '
  const estimate = `cost ${formatFigure(plan['Total Cost'])}, rows ${formatCount(plan['Plan Rows'])}`
  return [
    `${indent}${arrow}${nodeLabel(plan)}  (${estimate})`,
    ...details.flatMap((key) => detailLine(plan, key, `${indent}${depth === 0 ? '' : '  '}  `)),
    ...(plan.Plans ?? []).flatMap((child) => planLines(child, depth + 1)),
  ].map(printable)
}

/** `Parallel Index Scan using orders_at_idx on orders`. */
export function nodeLabel(node: PlanNode): string {
  const parallel = node['Parallel Aware'] === true ? 'Parallel ' : ''
  const index = node['Index Name'] === undefined ? '' : ` using ${node['Index Name']}`
  const join = node['Join Type'] === undefined || node['Join Type'] === 'Inner' ? '' : ` (${node['Join Type']})`
  const [type, ...relation] = nodeTitle(node).split(' on ')
  return `${parallel}${type}${join}${index}${relation.length === 0 ? '' : ` on ${relation.join(' on ')}`}`
}

function detailLine(node: PlanNode, key: (typeof details)[number], indent: string): string[] {
  const value = node[key]
  const texts = Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : []
  return texts.length === 0 ? [] : [`${indent}${key}: ${texts.map(hideValues).join(', ')}`]
}
