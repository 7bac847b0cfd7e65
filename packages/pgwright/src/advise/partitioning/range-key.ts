import type { Column, Relation, Snapshot } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import { blockSize, foreignKey, type RangeLength, rangeLengths } from '../../twin/index.ts'
import type { PlannedStatement } from '../planned-statement.ts'
import type { TableWrites } from '../writes/table-writes.ts'

/** A column that a table could be cut by, and how. */
export interface RangeKey {
  readonly relation: Relation
  readonly column: string
  readonly length: RangeLength
}

/**
 * In partitions of less, an index of the whole table is hardly higher than theirs, and each is a table to be locked,
 * analysed and vacuumed by itself.
 */
const leastRows = 500_000
const leastBytes = 50_000_000
/** So many are aimed at: of fewer a range still reads much, and with more whoever gives no range has more to look through. */
const aim = 20
const [fewest, most] = [10, 200]
/** Whole numbers that lie on disk in their order were given out one after the other. */
const ordered = 0.9

/** Large enough for as many partitions as are aimed at. */
export function isLarge({ size, toastBytes }: Relation): boolean {
  return size.tuples >= aim * leastRows || size.blocks * blockSize + toastBytes >= aim * leastBytes
}

/**
 * Whether a table could be made a partitioned one without others being changed. A foreign key that points to it needs a
 * key of the table that lacks the column, as a rule, or keeps partitions from being dropped.
 */
export function isDivisible({ relations, constraints }: Snapshot, relation: Relation): boolean {
  const isIt = ({ schema, name }: { readonly schema: string; readonly name: string }) =>
    schema === relation.schema && name === relation.name
  const plain = relation.kind === 'table' && relation.persistence !== 't' && relation.partitionBound === null
  return (
    plain &&
    relation.parents.length === 0 &&
    !relations.some(({ parents }) => parents.some(isIt)) &&
    !constraints.some(({ kind, definition }) => {
      if (kind !== 'foreign') return false
      const target = foreignKey(definition)?.target
      return target === undefined || isIt(target)
    })
  )
}

/** Null where the column is none to cut a table by, or its statistics don't tell into what. */
export function rangeKey(
  { columnStatistics }: Snapshot,
  relation: Relation,
  name: string,
  writes: TableWrites | undefined,
): RangeKey | null {
  const column = relation.columns.find((one) => one.name === name)
  const statistics = columnStatistics.find(
    (one) => one.schema === relation.schema && one.table === relation.name && one.column === name && !one.inherited,
  )
  if (column === undefined || statistics === undefined || column.generated !== '') return null
  // What has no value yet gets one later, as what is changed: each time the row moves to another partition.
  if (statistics.nullFraction > 0 || writes?.updates.some(({ columns }) => columns?.has(name))) return null
  if (!isRange(column, statistics.correlation ?? 0)) return null
  const length = fitting(relation, rangeLengths(column, statistics))
  return length === undefined ? null : { relation, column: name, length }
}

/** Columns of a table that a statement restricts by a range, the same for all rows. */
export function rangedColumns({ accesses }: PlannedStatement, { schema, name }: Relation): Set<string> {
  const own = accesses.filter(({ table }) => quoteQualified(table.schema, table.name) === quoteQualified(schema, name))
  const ranges = own.flatMap(({ predicates }) => predicates.filter(({ kind }) => kind === 'above' || kind === 'below'))
  return new Set(ranges.flatMap(({ use, operand }) => (operand?.kind === 'column' ? [] : use.column)))
}

function isRange({ type }: Column, correlation: number): boolean {
  if (/^(integer|bigint)$/.test(type)) return correlation >= ordered
  return type === 'date' || type.startsWith('timestamp')
}

/** The longest of which there are enough, else that of which there are most. */
function fitting({ size, toastBytes }: Relation, lengths: readonly RangeLength[]): RangeLength | undefined {
  const bytes = size.blocks * blockSize + toastBytes
  const found = lengths.filter(
    ({ partitions: count }) =>
      count >= fewest && count <= most && (size.tuples / count >= leastRows || bytes / count >= leastBytes),
  )
  return found.find(({ partitions }) => partitions >= aim) ?? found.at(-1)
}
