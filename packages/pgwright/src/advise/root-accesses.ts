import type { ObjectName, Snapshot } from '../model/index.ts'
import { type Access, type PlanNode, planNodes } from '../twin/index.ts'
import { orderedAccesses } from './index-orders.ts'
import type { Partitions } from './partitions.ts'

/**
 * What a plan asks of each table, partitions counted as the topmost table that they are parts of: an index is advised on
 * that. A plan reads the partitions of `orders o` under the aliases `o_1`, `o_2` and so on, and what is above them is
 * about `o`; all of these are put together to one access.
 */
export function rootAccesses(plan: PlanNode, { indexes }: Snapshot, partitions: Partitions): Access[] {
  const scans = partitionScans(plan, partitions)
  if (scans.length === 0) return orderedAccesses(plan, indexes)
  const wholes = [...new Map(scans.map(({ whole, root }) => [whole, root]))]
  const known = new Set(planNodes(plan).map((node) => node.Alias))
  // No node of the plan has the table itself, and what is asked of it is told of nodes alone.
  const added = wholes.filter(([alias]) => !known.has(alias)).map(([alias, root]) => tableNode(alias, root))
  const wholeOf = new Map(scans.map(({ alias, whole }) => [alias, whole]))
  const byAlias = new Map<string, Access[]>()
  for (const access of orderedAccesses({ ...plan, Plans: [...(plan.Plans ?? []), ...added] }, indexes)) {
    const alias = wholeOf.get(access.alias) ?? access.alias
    byAlias.set(alias, [...(byAlias.get(alias) ?? []), access])
  }
  return [...byAlias].map(([alias, accesses]) => together(alias, accesses, partitions))
}

interface PartitionScan {
  readonly alias: string
  /** Alias of the table that it is a part of. */
  readonly whole: string
  readonly root: ObjectName
}

function partitionScans(plan: PlanNode, partitions: Partitions): PartitionScan[] {
  const aliases = new Set(planNodes(plan).map((node) => node.Alias))
  const found: PartitionScan[] = []
  const visit = (node: PlanNode, appended: boolean) => {
    const { Schema: schema, 'Relation Name': name, Alias: alias } = node
    if (schema !== undefined && name !== undefined && alias !== undefined) {
      const root = partitions.rootOf({ schema, name })
      const [, stem] = /^(.+)_\d+$/.exec(alias) ?? []
      // A partition that is read alone has the alias that the statement gives the table.
      const whole = appended && stem !== undefined && !aliases.has(stem) ? stem : alias
      if (root.schema !== schema || root.name !== name) found.push({ alias, whole, root })
    }
    const gathers = appended || /^(Append|Merge Append|ModifyTable)$/.test(node['Node Type'])
    for (const child of node.Plans ?? []) visit(child, gathers)
  }
  visit(plan, false)
  return found
}

function tableNode(alias: string, { schema, name }: ObjectName): PlanNode {
  const costs = { 'Total Cost': 0, 'Startup Cost': 0, 'Plan Rows': 0, 'Plan Width': 0 }
  const table = { Schema: schema, 'Relation Name': name, Alias: alias }
  return { 'Node Type': 'Seq Scan', 'Parent Relationship': 'Member', ...costs, ...table }
}

function together(alias: string, accesses: readonly Access[], partitions: Partitions): Access {
  const [first] = accesses
  const once = <T>(values: readonly T[]) =>
    [...new Map(values.map((value) => [JSON.stringify(value), value])).values()] as readonly T[]
  const table = partitions.rootOf(first?.table ?? { schema: '', name: '' })
  return {
    table,
    alias,
    predicates: once(
      accesses.flatMap(({ predicates }) =>
        predicates.map((predicate) => ({ ...predicate, use: { ...predicate.use, alias } })),
      ),
    ),
    terms: once(accesses.flatMap(({ terms }) => terms.map((term) => ({ ...term, key: { ...term.key, alias } })))),
    orders: once(accesses.flatMap(({ orders }) => orders)),
    groups: once(accesses.flatMap(({ groups }) => groups)),
    columns: new Set(accesses.flatMap(({ columns }) => [...columns])),
    sought: new Set(accesses.flatMap(({ sought }) => [...sought])),
  }
}
