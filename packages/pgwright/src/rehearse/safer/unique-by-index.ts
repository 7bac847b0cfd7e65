import type { Relation, Snapshot } from '../../model/index.ts'
import { readableIdentifier } from '../../sql/index.ts'
import { type Constraint, strings } from '../facts/alterations.ts'
import { freeName } from './free-name.ts'
import { notNullByCheck } from './not-null-by-check.ts'

/**
 * A unique constraint or a primary key by way of an index that is built while others write. Null for a partitioned
 * table, whose constraints take no index that is there.
 *
 * @param keys the columns, where the constraint stands beside a column and names none
 */
export function uniqueByIndex(
  written: string,
  table: Relation,
  constraint: Constraint,
  snapshot: Snapshot,
  keys: readonly string[] = strings(constraint.keys),
): string[] | null {
  if (table.kind !== 'table' || constraint.without_overlaps === true) return null
  const primary = constraint.contype === 'CONSTR_PRIMARY'
  const label = primary ? 'pkey' : 'key'
  const name = readableIdentifier(
    constraint.conname ?? freeName(snapshot, table.name, primary ? '' : keys.join('_'), label),
  )
  const list = (columns: readonly string[]) => `(${columns.map(readableIdentifier).join(', ')})`
  const including = strings(constraint.including)
  const nullable = keys.filter((key) => table.columns.some((column) => column.name === key && !column.notNull))
  const rest = [
    including.length > 0 ? ` include ${list(including)}` : '',
    constraint.nulls_not_distinct === true ? ' nulls not distinct' : '',
  ].join('')
  const deferrable = constraint.deferrable === true ? ' deferrable' : ''
  const deferred = constraint.initdeferred === true ? ' initially deferred' : ''
  return [
    ...(primary && nullable.length > 0 ? notNullByCheck(written, table, nullable, snapshot) : []),
    `create unique index concurrently ${name} on ${written} ${list(keys)}${rest}`,
    `alter table ${written} add constraint ${name} ${primary ? 'primary key' : 'unique'} using index ${name}${deferrable}${deferred}`,
  ]
}
