import type { Snapshot } from '../model/index.ts'
import { hideValues, quoteQualified } from '../sql/index.ts'
import { type PlanNode, planNodes } from './plan-node.ts'

/** What names things and holds no text of a statement. */
const names: ReadonlySet<string> = new Set([
  'Node Type',
  'Parent Relationship',
  'Join Type',
  'Strategy',
  'Partial Mode',
  'Operation',
  'Command',
  'Scan Direction',
  'Schema',
  'Relation Name',
  'Alias',
  'Index Name',
  'Subplan Name',
  'CTE Name',
  'Function Name',
])

/** A plan without the values that a statement was asked with, to be shown and kept. */
export function withoutValues(plan: PlanNode): PlanNode {
  const hidden = Object.entries(plan).map(([key, value]) => [key, names.has(key) ? value : hiddenIn(value)])
  return Object.fromEntries(hidden) as PlanNode
}

function hiddenIn(value: unknown): unknown {
  if (typeof value === 'string') return hideValues(value)
  if (Array.isArray(value)) return value.map(hiddenIn)
  return typeof value === 'object' && value !== null ? withoutValues(value as PlanNode) : value
}

/** Whether the planner saw that nothing can be found, as where a column is compared with null. */
export function findsNothing(plan: PlanNode): boolean {
  return planNodes(plan).some((node) => node['One-Time Filter'] === 'false')
}

/** Writes the tree of a plan, for telling whether two plans go the same way. */
export class PlanTrees {
  readonly #tables: ReadonlyMap<string, string>
  readonly #indexes: ReadonlyMap<string, string>

  /**
   * Partitions, and their indexes, are known by the table that they belong to: how many of them are read is decided
   * when a statement runs, too, and is no other way of finding rows.
   */
  constructor({ relations, indexes }: Snapshot) {
    this.#tables = new Map(
      relations.flatMap(({ schema, name, partitionBound, parents: [parent] }) =>
        partitionBound === null || parent === undefined
          ? []
          : [[quoteQualified(schema, name), quoteQualified(parent.schema, parent.name)]],
      ),
    )
    this.#indexes = new Map(
      indexes.flatMap(({ name, parentIndex }) => (parentIndex === null ? [] : [[name, parentIndex]])),
    )
  }

  of(plan: PlanNode): string {
    const children = (plan.Plans ?? []).map((child) => this.of(child))
    if (plan['Node Type'] === 'Append' || plan['Node Type'] === 'Merge Append') {
      const different = [...new Set(children)].sort()
      if (different.length === 1 && different[0] !== undefined) return different[0]
      return `${plan['Node Type']}(${different.join(' ')})`
    }
    const { Schema: schema, 'Relation Name': table, 'Index Name': index } = plan
    const parts = [
      plan['Node Type'],
      plan['Join Type'],
      plan.Strategy,
      plan['Scan Direction'],
      table === undefined ? undefined : topmost(this.#tables, quoteQualified(schema ?? '', table)),
      index === undefined ? undefined : topmost(this.#indexes, index),
    ]
    return `${parts.map((part) => part ?? '').join('|')}(${children.join(' ')})`
  }
}

function topmost(parents: ReadonlyMap<string, string>, name: string): string {
  const line = [name]
  for (let next = parents.get(name); next !== undefined && !line.includes(next); next = parents.get(next))
    line.push(next)
  return line.at(-1) ?? name
}
