import type { ObjectName, Relation, Snapshot } from '../../model/index.ts'
import {
  type KeyExpression,
  type Operand,
  quoteQualified,
  readableIdentifier,
  readSortKey,
  repairNormalised,
} from '../../sql/index.ts'
import { accessesOf, type PlanNode, planNodes } from '../../twin/index.ts'
import type { PlannedInPlace } from '../in-place.ts'

/** A column, or an expression over columns, of which something is asked together with others. */
export interface AskedKey {
  /** As `CREATE STATISTICS` takes it. */
  readonly text: string
  readonly isExpression: boolean
  /** What it must be equal to; null where rows are grouped by it. */
  readonly operand: Operand | null
}

/** Columns or expressions of one table that a statement asks for together. */
export interface Together {
  readonly on: ObjectName
  readonly of: 'rows' | 'groups'
  /** In the order of their texts. One only where it is an expression. */
  readonly keys: readonly AskedKey[]
  readonly planned: PlannedInPlace
  /** The statement's text that `keys` are read from: with parameters, or with the values of a real call. */
  readonly sql: string
  /** The plan of that text. */
  readonly plan: PlanNode
}

/** The work of `ANALYZE` doubles with each. */
const mostKeys = 4

/** What the planner has to estimate of several columns of a table, or of an expression. */
export function askedTogether(snapshot: Snapshot, planned: PlannedInPlace): Together[] {
  const { statement, generic } = planned
  // The values of real calls tell which of them go together; what was drawn for parameters does not.
  const real = !planned.drawn && (statement.samples ?? []).length > 1
  const plan = real ? planned.plan : generic.plan
  const sql = real ? planned.sql : repairNormalised(statement.sql)
  const tables = plainTables(snapshot, plan)
  const asked = (of: Together['of'], alias: string, keys: readonly AskedKey[]): Together[] => {
    const on = tables.get(alias)
    const each = new Map(keys.map((key) => [key.text, key]))
    const sorted = [...each.values()].sort((a, b) => (a.text < b.text ? -1 : 1))
    const enough = sorted.length > 1 || sorted.some(({ isExpression }) => isExpression)
    return on === undefined || !enough || sorted.length > mostKeys ? [] : [{ on, of, keys: sorted, planned, sql, plan }]
  }
  return [
    ...accessesOf(plan).flatMap(({ alias, predicates, terms }) =>
      asked('rows', alias, [
        ...predicates.flatMap(({ kind, use, operand }) =>
          kind === 'equal' && operand !== null && isKnown(operand) ? [keyOf(use, operand)] : [],
        ),
        ...terms.flatMap(({ key, operator, list, alternative, operand }) =>
          key.reads !== undefined && operator === '=' && !list && !alternative && isKnown(operand)
            ? [keyOf(key, operand)]
            : [],
        ),
      ]),
    ),
    ...groupKeys(plan).flatMap((keys) =>
      [...new Set(keys.map(({ alias }) => alias))].flatMap((alias) =>
        asked(
          'groups',
          alias,
          keys.filter((key) => key.alias === alias).map((key) => keyOf(key, null)),
        ),
      ),
    ),
  ]
}

function isKnown({ kind }: Operand): boolean {
  return kind === 'parameter' || kind === 'constant' || kind === 'setting'
}

function keyOf({ column, reads }: Pick<KeyExpression, 'column' | 'reads'>, operand: Operand | null): AskedKey {
  const isExpression = reads !== undefined
  return { text: isExpression ? `(${column})` : readableIdentifier(column), isExpression, operand }
}

/** Of each node that groups; a key that is neither column nor expression of one table is left out. */
function groupKeys(plan: PlanNode): KeyExpression[][] {
  return planNodes(plan).flatMap((node) => {
    const keys = node['Group Key']
    return keys === undefined ? [] : [keys.flatMap((key) => readSortKey(key) ?? [])]
  })
}

/** Tables by their alias in a plan. What is partitioned gets no advice. */
function plainTables({ relations }: Snapshot, plan: PlanNode): Map<string, ObjectName> {
  const plain = new Set(relations.filter(isPlain).map(({ schema, name }) => quoteQualified(schema, name)))
  const tables = new Map<string, ObjectName>()
  for (const { Schema: schema, 'Relation Name': name, Alias: alias } of planNodes(plan)) {
    if (schema === undefined || name === undefined || alias === undefined) continue
    if (plain.has(quoteQualified(schema, name))) tables.set(alias, { schema, name })
  }
  return tables
}

function isPlain({ kind, partitionBound }: Relation): boolean {
  return kind === 'table' && partitionBound === null
}
