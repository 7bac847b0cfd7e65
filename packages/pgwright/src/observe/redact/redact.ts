import type { ColumnStatistics, Gap, Snapshot } from '../../model/index.ts'
import { parseArrayText, quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import { columnTypes, type ValueTypes } from './column-types.ts'
import { StandIns, valueLists } from './pools.ts'
import { schemaLiterals } from './schema-literals.ts'

/**
 * Replaces the values in column statistics by stand-ins in the same order and with the same frequencies. What can't be
 * replaced so is left out and listed as a gap. Enum labels and booleans stay; so do literals in the schema itself, in a
 * view's query or in a partition's bounds, and values that are one of these.
 */
export function redact(snapshot: Snapshot): Snapshot {
  const typesOf = columnTypes(snapshot)
  const columns = snapshot.columnStatistics.map((statistics) => ({ statistics, types: typesOf(statistics) }))
  const lists = columns.flatMap(({ statistics, types }) => Object.values(valueLists(statistics, types)))
  const standIns = new StandIns(lists, schemaLiterals(snapshot))
  const redacted = columns.map(({ statistics, types }) => redactColumn(statistics, types, standIns))
  return {
    ...snapshot,
    columnStatistics: redacted,
    extendedStatistics: snapshot.extendedStatistics.map(withoutValues),
    gaps: [
      ...snapshot.gaps,
      redactedGap,
      ...snapshot.extendedStatistics.flatMap(droppedValues),
      ...columns.flatMap(({ statistics }, index) => droppedGap(statistics, redacted[index] ?? statistics)),
    ],
  }
}

/** Whether values have been replaced, so that how far they are apart tells nothing. */
export function isRedacted({ gaps }: Snapshot): boolean {
  return gaps.some(({ object, reason }) => object === redactedGap.object && reason === redactedGap.reason)
}

type Extended = Snapshot['extendedStatistics'][number]

/** How many combinations there are, and what follows from what, tell no value. */
function withoutValues(statistics: Extended): Extended {
  return { ...statistics, data: statistics.data.map((data) => ({ ...data, combinations: null, expressions: null })) }
}

function droppedValues({ schema, name, data }: Extended): Gap[] {
  if (data.every(({ combinations, expressions }) => combinations === null && expressions === null)) return []
  return [
    {
      object: `statistics ${quoteQualified(schema, name)}`,
      reason: 'The snapshot is redacted, and common combinations and values of expressions are left out.',
      effect: 'Estimates of comparisons with several of its columns, or with its expressions, differ from the source.',
    },
  ]
}

const redactedGap: Gap = {
  object: 'column statistics',
  reason: 'The snapshot is redacted: values are replaced by others in the same order.',
  effect: 'Estimates of comparisons with a constant, a pattern or the current time differ from the source.',
}

/** Whatever is added to a column's statistics is not passed on before it is said here how it is redacted. */
function redactColumn(statistics: ColumnStatistics, types: ValueTypes, standIns: StandIns): ColumnStatistics {
  const lists = valueLists(statistics, types)
  const commonValues = standIns.replace(lists.commonValues)
  const commonElements = standIns.replace(lists.commonElements)
  const rangeBoundsHistogram = standIns.replace(lists.rangeBoundsHistogram)
  return {
    schema: statistics.schema,
    table: statistics.table,
    column: statistics.column,
    position: statistics.position,
    inherited: statistics.inherited,
    nullFraction: statistics.nullFraction,
    averageWidth: statistics.averageWidth,
    distinct: statistics.distinct,
    commonValues,
    commonFrequencies: commonValues === null ? null : statistics.commonFrequencies,
    histogram: standIns.replace(lists.histogram),
    ends: standIns.replace(lists.ends),
    correlation: statistics.correlation,
    commonElements,
    commonElementFrequencies: commonElements === null ? null : statistics.commonElementFrequencies,
    elementCountHistogram: statistics.elementCountHistogram,
    rangeLengthHistogram: rangeBoundsHistogram === null ? null : ranks(statistics.rangeLengthHistogram),
    rangeEmptyFraction: statistics.rangeEmptyFraction,
    rangeBoundsHistogram,
  }
}

/** Lengths by their rank; a length of nothing, which single points have, stays. */
function ranks(lengths: string | null): string | null {
  if (lengths === null) return null
  const values = parseArrayText(lengths)
  const different = ['0', ...new Set(values.filter((value) => value !== '0'))]
  return `{${values.map((value) => (value === 'Infinity' ? value : different.indexOf(value))).join(',')}}`
}

function droppedGap(before: ColumnStatistics, after: ColumnStatistics): Gap[] {
  const lists = [
    'commonValues',
    'histogram',
    'ends',
    'commonElements',
    'rangeLengthHistogram',
    'rangeBoundsHistogram',
  ] as const
  if (lists.every((list) => before[list] === null || after[list] !== null)) return []
  return [
    {
      object: `${quoteQualified(before.schema, before.table)}.${quoteIdentifier(before.column)}`,
      reason: 'The snapshot is redacted, and values of its type have no stand-ins that keep their order.',
      effect: 'Its values are left out; estimates for it rest on the number of distinct values alone.',
    },
  ]
}
