import type { Snapshot } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'
import type { PlanNode } from './plan-node.ts'
import { readQualified } from './what-if/names.ts'

/**
 * What makes a plan another plan, beside the relation and the index that a node reads. Estimates do not, nor do
 * conditions: literals move along with a table that grows.
 */
const telling = [
  'Node Type',
  'Operation',
  'Join Type',
  'Strategy',
  'Partial Mode',
  'Parallel Aware',
  'Scan Direction',
  'Subplan Name',
  'CTE Name',
  'Function Name',
] as const

/** Writes the tree of a plan, for telling whether two plans of a statement go the same way. */
export class PlanTrees {
  readonly #tables: ReadonlyMap<string, string>
  readonly #indexes: ReadonlyMap<string, string>

  /**
   * Partitions of the snapshot, and their indexes, are known by the table that they belong to: how many of them are
   * read depends on the values, is decided when a statement runs, too, and is no other way of finding rows.
   */
  constructor({ relations, indexes }: Pick<Snapshot, 'relations' | 'indexes'>) {
    this.#tables = new Map(
      relations.flatMap(({ schema, name, partitionBound, parents: [parent] }) =>
        partitionBound === null || parent === undefined
          ? []
          : [[quoteQualified(schema, name), quoteQualified(parent.schema, parent.name)]],
      ),
    )
    this.#indexes = new Map(
      indexes.flatMap(({ schema, name, parentIndex }) => {
        const parent = parentIndex === null ? null : readQualified(parentIndex)
        return parent === null ? [] : [[quoteQualified(schema, name), quoteQualified(parent.schema, parent.name)]]
      }),
    )
  }

  /** Equal for plans that go the same way. */
  of(plan: PlanNode): string {
    return this.#tree(plan, plan['Parent Relationship'], '')
  }

  /**
   * @param place what the node is to its parent, or to that of the list that it is all of
   * @param around the schema of the node that it is part of, in which a bitmap's index is too
   */
  #tree(plan: PlanNode, place: unknown, around: string): string {
    const schema = plan.Schema ?? around
    const lists = plan['Node Type'] === 'Append' || plan['Node Type'] === 'Merge Append'
    const children = (plan.Plans ?? []).map((child) =>
      this.#tree(
        child,
        lists && child['Parent Relationship'] === 'Member' ? place : child['Parent Relationship'],
        schema,
      ),
    )
    if (!lists) return written([place, ...telling.map((key) => plan[key]), ...this.#read(plan, schema)], children)
    const different = [...new Set(children)].sort()
    return different.length === 1 ? (different[0] ?? '') : written([place, plan['Node Type']], different)
  }

  #read({ 'Relation Name': table, 'Index Name': index, Alias: alias }: PlanNode, schema: string): unknown[] {
    const indexName = index === undefined ? undefined : topmost(this.#indexes, quoteQualified(schema, index))
    if (table === undefined) return [undefined, indexName, alias]
    const name = quoteQualified(schema, table)
    const whole = topmost(this.#tables, name)
    // A partition's alias is numbered by its place among those that are read.
    return [whole, indexName, whole === name ? alias : undefined]
  }
}

function written(node: readonly unknown[], children: readonly string[]): string {
  return `${JSON.stringify(node)}(${children.join(' ')})`
}

function topmost(parents: ReadonlyMap<string, string>, name: string): string {
  const line = [name]
  for (let next = parents.get(name); next !== undefined && !line.includes(next); next = parents.get(next))
    line.push(next)
  return line.at(-1) ?? name
}
