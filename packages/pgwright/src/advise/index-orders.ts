import type { Index } from '../model/index.ts'
import { type Access, accessesOf, type PlanNode } from '../twin/index.ts'

/**
 * What a plan asks of each table, with the orders that it has from indexes: where an index brings the order that a limit
 * or a group needs nothing sorts, and nothing else tells that it is wanted.
 *
 * @param indexes of the source
 */
export function orderedAccesses(plan: PlanNode, indexes: readonly Index[]): Access[] {
  const scans = orderedScans(plan, false)
  return accessesOf(plan).map((access) => {
    const own = scans.filter(({ Alias: alias }) => alias === access.alias)
    return own.reduce((known, node) => {
      const index = indexes.find((one) => isRead(one, node, access))
      return index === undefined ? known : withOrder(known, index, node['Scan Direction'] === 'Backward')
    }, access)
  })
}

/** Nodes that need the order in which their rows come. */
const needing = new Set(['Limit', 'Unique', 'Group', 'WindowAgg', 'Merge Join', 'Merge Append', 'Incremental Sort'])
/** Nodes that pass an order on, of several children the first one's. */
const passing = new Set(['Nested Loop', 'Subquery Scan', 'Result', 'LockRows', 'ProjectSet', 'Gather Merge'])

/** @param needed whether a node above needs the order of its rows */
function orderedScans(node: PlanNode, needed: boolean): PlanNode[] {
  const type = node['Node Type']
  if (needed && /^Index (Only )?Scan$/.test(type)) return [node]
  const needs = needing.has(type) || (type === 'Aggregate' && node.Strategy === 'Sorted')
  return (node.Plans ?? []).flatMap((child, i) =>
    orderedScans(child, needs || (needed && passing.has(type) && i === 0)),
  )
}

function isRead({ schema, name, table, method }: Index, node: PlanNode, access: Access): boolean {
  const own = schema === access.table.schema && table === access.table.name
  return own && name === node['Index Name'] && method === 'btree'
}

/** Columns that have one value alone are no part of the order. */
function withOrder(access: Access, { keys }: Index, backward: boolean): Access {
  const equal = new Set(access.predicates.flatMap(({ kind, use }) => (kind === 'equal' ? use.column : [])))
  const end = keys.findIndex(({ column }) => column === null)
  const order = keys.slice(0, end === -1 ? keys.length : end).flatMap(({ column, descending, nullsFirst }) => {
    if (column === null || equal.has(column)) return []
    const [down, first] = [descending !== backward, nullsFirst !== backward]
    return { column, descending: down, ...(first === down ? {} : { nullsFirst: first }) }
  })
  if (order.length === 0) return access
  const sought = new Set([...access.sought, ...order.map(({ column }) => column)])
  return { ...access, orders: [...access.orders, order], sought }
}
