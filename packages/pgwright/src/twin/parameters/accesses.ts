import type { ObjectName } from '../../model/index.ts'
import {
  type ColumnUse,
  type Predicate,
  readColumns,
  readCondition,
  readDistance,
  readSortKey,
  readTerms,
  type SortKey,
  type Term,
} from '../../sql/index.ts'
import { type PlanNode, planNodes } from '../plan-node.ts'

/** A column or an expression that rows are wanted in the order of. */
export type SortColumn = Omit<SortKey, 'alias'>

/** How a plan uses one relation: everything that an index on it could serve. */
export interface Access {
  readonly table: ObjectName
  readonly alias: string
  /** Conditions on its columns, policies included; joins appear as predicates with a column operand. */
  readonly predicates: readonly Predicate[]
  /** Conditions of other kinds: on expressions, with operators of GIN and GiST, and those that OR joins. */
  readonly terms: readonly Term[]
  /** Orders that are wanted of it, the longest prefix that is its own; empty lists are left out. */
  readonly orders: readonly (readonly SortColumn[])[]
  /** Columns that are grouped by, those of other relations left out. */
  readonly groups: readonly (readonly string[])[]
  /** Every column that must be read. */
  readonly columns: ReadonlySet<string>
  /** Of these, the ones that are looked for, ordered, grouped by or computed with: the others are only passed on. */
  readonly sought: ReadonlySet<string>
}

const conditionKeys = [
  'Filter',
  'Index Cond',
  'Recheck Cond',
  'Join Filter',
  'Hash Cond',
  'Merge Cond',
  'One-Time Filter',
] as const

/** Nodes whose output is their own; others pass on what a scan reads, which can be every column of the table. */
const producers = new Set(['Aggregate', 'WindowAgg', 'Group', 'ProjectSet', 'Result', 'ModifyTable', 'Subquery Scan'])

/** Reads a plan of `EXPLAIN (VERBOSE)` and tells for each relation in it what is asked of it. */
export function accessesOf(plan: PlanNode): Access[] {
  const nodes = planNodes(plan)
  const written = nodes.flatMap((node) => texts(node, conditionKeys))
  const conditions = written.map(readCondition)
  const sortKeys = nodes.flatMap((node) => [...(node['Sort Key'] ?? []), ...texts(node, ['Order By'])])
  const terms = [...written.flatMap(readTerms), ...sortKeys.flatMap((key) => readDistance(key) ?? [])]
  const predicates = conditions.flatMap((condition) => condition.predicates)
  const orders = nodes.flatMap((node) => (node['Sort Key'] === undefined ? [] : [node['Sort Key'].map(readSortKey)]))
  const groups = nodes.flatMap((node) => (node['Group Key'] === undefined ? [] : [node['Group Key'].map(readColumns)]))
  const sought = [...conditions.flatMap((condition) => condition.columns), ...nodes.flatMap(computed)]
  const used = [...sought, ...nodes.flatMap((node) => passedOn(node, plan))]
  return scans(nodes).map(({ table, alias }) => ({
    table,
    alias,
    predicates: unique(predicates.filter(({ use }) => use.alias === alias)),
    terms: unique(terms.filter(({ key }) => key.alias === alias)),
    orders: unique(orders.map((keys) => ownPrefix(keys, alias)).filter((keys) => keys.length > 0)),
    groups: unique(groups.map((keys) => ownColumns(keys.flat(), alias)).filter((keys) => keys.length > 0)),
    columns: new Set(ownColumns(used, alias)),
    sought: new Set(ownColumns(sought, alias)),
  }))
}

function scans(nodes: readonly PlanNode[]): { table: ObjectName; alias: string }[] {
  const byAlias = new Map<string, ObjectName>()
  for (const { Schema: schema, 'Relation Name': name, Alias: alias } of nodes) {
    if (schema !== undefined && name !== undefined && alias !== undefined) byAlias.set(alias, { schema, name })
  }
  return [...byAlias].map(([alias, table]) => ({ table, alias }))
}

/** Columns in sort and group keys, and in the output of the nodes that compute one. */
function computed(node: PlanNode): ColumnUse[] {
  const output = producers.has(node['Node Type']) ? (node.Output ?? []) : []
  const keys = [...(node['Sort Key'] ?? []), ...(node['Group Key'] ?? [])].map((key) => key.replace(sortSuffix, ''))
  return [...output, ...keys].flatMap(readColumns)
}

/** Columns in the output of a query or of a part of it that is one by itself. */
function passedOn(node: PlanNode, root: PlanNode): ColumnUse[] {
  const relationship = node['Parent Relationship']
  const ownRoot = node === root || (relationship !== undefined && !['Outer', 'Inner', 'Member'].includes(relationship))
  return ownRoot ? (node.Output ?? []).flatMap(readColumns) : []
}

const sortSuffix = /( COLLATE \S+)?( USING \S+)?( DESC)?( NULLS (FIRST|LAST))?$/

function texts(node: PlanNode, keys: readonly string[]): string[] {
  return keys.flatMap((key) => {
    const text = node[key]
    return typeof text === 'string' ? [text] : []
  })
}

function ownPrefix(keys: readonly ReturnType<typeof readSortKey>[], alias: string): SortColumn[] {
  const end = keys.findIndex((key) => key?.alias !== alias)
  return keys.slice(0, end === -1 ? keys.length : end).flatMap((key) => {
    if (key === null) return []
    const { alias: _, ...column } = key
    return [column]
  })
}

/** A column without an alias is the only relation's. */
function ownColumns(uses: readonly ColumnUse[], alias: string): string[] {
  return [...new Set(uses.filter((use) => use.alias === alias || use.alias === '').map(({ column }) => column))]
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
}
