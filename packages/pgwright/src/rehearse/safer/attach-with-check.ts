import type { Relation } from '../../model/index.ts'
import { deparse, type Node, readableIdentifier, tryParse } from '../../sql/index.ts'
import { nameOf, withCommands, writtenName } from '../facts/alterations.ts'
import type { Instead, StatementContext } from '../rule.ts'
import { freeName } from './free-name.ts'

type PartitionCmd = Extract<Node, { PartitionCmd: unknown }>['PartitionCmd']

/**
 * The attachment with checks on the partition and on the default partition that spare PostgreSQL from reading them. Of
 * partitions by ranges or lists of one column; null for others.
 */
export function attachWithCheck(
  { tree, snapshot }: StatementContext,
  parent: Relation,
  called: PartitionCmd['name'],
  child: Relation | null,
  fallback: Relation | null,
  bound: PartitionCmd['bound'],
): Instead | null {
  if (tree === null || !('AlterTableStmt' in tree)) return null
  const condition = conditionOf(parent, bound)
  if (condition === null) return null
  const check = readableIdentifier(freeName(snapshot, called?.relname ?? '', '', 'bounds'))
  const own = child === null ? [] : [{ table: writtenName(called), check, condition }]
  const rest =
    fallback === null
      ? []
      : [
          {
            table: nameOf(fallback),
            check: readableIdentifier(freeName(snapshot, called?.relname ?? '', '', 'bounds_not')),
            condition: `not (${condition})`,
          },
        ]
  const checks = [...own, ...rest]
  return {
    sql: [
      ...checks.flatMap(({ table, check, condition }) => [
        `alter table ${table} add constraint ${check} check (${condition}) not valid`,
        `alter table ${table} validate constraint ${check}`,
      ]),
      withCommands(tree.AlterTableStmt, tree.AlterTableStmt.cmds ?? []),
      ...checks.map(({ table, check }) => `alter table ${table} drop constraint ${check}`),
    ],
    reason: 'Rows are read while others use them. Each statement must be a transaction of its own.',
  }
}

/** What rows fulfil that are within the bounds: as PostgreSQL has it itself, NOT NULL among it. */
function conditionOf(parent: Relation, bound: PartitionCmd['bound']): string | null {
  const key = keyOf(parent)
  if (key === null || bound === undefined || bound.is_default === true) return null
  const column = readableIdentifier(key)
  if (bound.strategy === 'l') {
    const values = (bound.listdatums ?? []).map(deparse)
    if (values.some((value) => value.toLowerCase() === 'null')) return null
    return `${column} is not null and ${column} in (${values.join(', ')})`
  }
  if (bound.strategy !== 'r') return null
  const [lower, upper] = [bound.lowerdatums, bound.upperdatums].map((datums = []) => datums.map(deparse))
  if (lower?.length !== 1 || upper?.length !== 1) return null
  const from = lower[0]?.toLowerCase() === 'minvalue' ? [] : [`${column} >= ${lower[0]}`]
  const to = upper[0]?.toLowerCase() === 'maxvalue' ? [] : [`${column} < ${upper[0]}`]
  return [`${column} is not null`, ...from, ...to].join(' and ')
}

/** The only column that a table is partitioned by; null where it is several, or an expression. */
function keyOf({ partitionKey }: Relation): string | null {
  if (partitionKey === null) return null
  const [tree] = tryParse(`create table t (x int) partition by ${partitionKey}`) ?? []
  const parts = tree !== undefined && 'CreateStmt' in tree ? (tree.CreateStmt.partspec?.partParams ?? []) : []
  const [part] = parts
  if (parts.length !== 1 || part === undefined || !('PartitionElem' in part)) return null
  return part.PartitionElem.name ?? null
}
