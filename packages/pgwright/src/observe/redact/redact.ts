import type { ColumnStatistics, Gap, Snapshot } from '../../model/index.ts'
import { formatArrayText, parseArrayText, quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import { columnTypes, type ValueType } from './column-types.ts'
import { poolKey, type StandIns, standInsOf, valueLists } from './pools.ts'

/**
 * Replaces the values in column statistics by stand-ins in the same order and with the same frequencies. What can't be
 * replaced so, as documents and network addresses, is left out and listed as a gap. Enum labels and booleans stay; so
 * do literals in the schema itself, in a view's query or in a partition's bounds.
 */
export function redact(snapshot: Snapshot): Snapshot {
  const typeOf = columnTypes(snapshot)
  const columns = snapshot.columnStatistics.map((statistics) => ({ statistics, of: typeOf(statistics) }))
  const pools = standInsOf(columns)
  const redacted = columns.map(({ statistics, of }) => redactColumn(statistics, of, pools))
  return {
    ...snapshot,
    columnStatistics: redacted,
    gaps: [
      ...snapshot.gaps,
      redactedGap,
      ...columns.flatMap(({ statistics }, index) => droppedGap(statistics, redacted[index] ?? statistics)),
    ],
  }
}

const redactedGap: Gap = {
  object: 'column statistics',
  reason: 'The snapshot is redacted: values are replaced by others in the same order.',
  effect: 'Estimates of comparisons with a constant, a pattern or the current time differ from the source.',
}

function redactColumn(
  statistics: ColumnStatistics,
  of: ValueType | null,
  pools: ReadonlyMap<string, StandIns>,
): ColumnStatistics {
  const lists = valueLists(statistics, of)
  const commonValues = of?.ofSchema ? lists.commonValues.text : replace(lists.commonValues, pools)
  const commonElements = of?.ofSchema ? lists.commonElements.text : replaceInOrder(lists.commonElements, pools)
  return {
    ...statistics,
    commonValues,
    commonFrequencies: commonValues === null ? null : statistics.commonFrequencies,
    histogram: of?.ofSchema ? lists.histogram.text : replaceInOrder(lists.histogram, pools),
    commonElements,
    commonElementFrequencies: commonElements === null ? null : statistics.commonElementFrequencies,
    rangeLengthHistogram: null,
    rangeBoundsHistogram: null,
    ends: of?.ofSchema ? lists.ends.text : replaceInOrder(lists.ends, pools),
  }
}

interface ValueList {
  readonly text: string | null
  readonly of: ValueType | null
}

function replace({ text, of }: ValueList, pools: ReadonlyMap<string, StandIns>): string | null {
  const standIns = standInsFor({ text, of }, pools)
  return standIns === null ? null : formatArrayText(standIns.map((standIn) => standIn.text))
}

/** Null as well where the order that we know is not the server's: a collation can differ from machine to machine. */
function replaceInOrder(list: ValueList, pools: ReadonlyMap<string, StandIns>): string | null {
  const ranks = standInsFor(list, pools)?.map(({ rank }) => rank) ?? []
  const inOrder = ranks.every((rank, index) => index === 0 || rank >= (ranks[index - 1] ?? rank))
  return inOrder ? replace(list, pools) : null
}

function standInsFor({ text, of }: ValueList, pools: ReadonlyMap<string, StandIns>) {
  if (text === null || of === null) return null
  const standIns = pools.get(poolKey(of))
  const found = parseArrayText(text).map((value) => standIns?.get(value))
  return found.every((standIn) => standIn !== undefined) ? found : null
}

function droppedGap(before: ColumnStatistics, after: ColumnStatistics): Gap[] {
  const lists = ['commonValues', 'histogram', 'commonElements', 'rangeLengthHistogram', 'rangeBoundsHistogram'] as const
  if (lists.every((list) => before[list] === null || after[list] !== null)) return []
  return [
    {
      object: `${quoteQualified(before.schema, before.table)}.${quoteIdentifier(before.column)}`,
      reason: 'The snapshot is redacted, and values of its type have no stand-ins that keep their order.',
      effect: 'Its values are left out; estimates for it rest on the number of distinct values alone.',
    },
  ]
}
