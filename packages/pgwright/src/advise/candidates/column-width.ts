import type { ObjectName, Snapshot } from '../../model/index.ts'
import { parseArrayText, quoteQualified } from '../../sql/index.ts'
import type { Partitions } from '../partitions.ts'

/**
 * A B-tree takes no entry of more than 2,704 bytes: one longer value in an indexed column, and every insert of it fails.
 * Nothing bounds a text but what has been seen of it, so a column that may outgrow an entry is left out of indexes: as a
 * key where long values were seen, and beside the keys, where it is a convenience, as soon as it is not plainly short.
 */
const longestKeyBytes = 1000
const longestIncludedBytes = 250
const averageIncludedBytes = 64

/** What `format_type` writes for types without a length of their own, whose values can be long. */
const unbounded = /^(text|character varying|bit varying|citext|.*\.citext|path|polygon|inet\[\])$/
/** Documents and lists grow as the application does. */
const growing = /^(bytea|jsonb?|xml|tsvector|.*\[\])$/
const limited = /^(?:character varying|character|bit|bit varying)\((\d+)\)$/

/** Columns of a table that may be in an index. */
export interface IndexableColumns {
  readonly asKey: ReadonlySet<string>
  readonly included: ReadonlySet<string>
}

/** A partitioned table's values are as wide as the widest of its partitions'. */
export function indexableColumns(
  { schema, name }: ObjectName,
  snapshot: Snapshot,
  partitions: Partitions,
): IndexableColumns {
  const tables = [{ schema, name }, ...partitions.leavesOf({ schema, name })]
  const names = new Set(tables.map((table) => quoteQualified(table.schema, table.name)))
  const relation = snapshot.relations.find((one) => one.schema === schema && one.name === name)
  const statistics = snapshot.columnStatistics.filter((one) => names.has(quoteQualified(one.schema, one.table)))
  const asKey = new Set<string>()
  const included = new Set<string>()
  for (const { name: column, type } of relation?.columns ?? []) {
    const { averageBytes, longestBytes } = widthOf(
      type,
      statistics.filter((one) => one.column === column),
    )
    if (longestBytes <= longestKeyBytes) asKey.add(column)
    if (longestBytes <= longestIncludedBytes && averageBytes <= averageIncludedBytes && !growing.test(type))
      included.add(column)
  }
  return { asKey, included }
}

interface Width {
  readonly averageBytes: number
  readonly longestBytes: number
}

function widthOf(type: string, statistics: Snapshot['columnStatistics']): Width {
  const [, limit] = limited.exec(type) ?? []
  if (limit !== undefined) return { averageBytes: 0, longestBytes: Number(limit) }
  if (!unbounded.test(type) && !growing.test(type)) return { averageBytes: 0, longestBytes: 0 }
  // Of a column without statistics nothing is known: a key is still what a query asks for.
  if (statistics.length === 0) return { averageBytes: Number.POSITIVE_INFINITY, longestBytes: 0 }
  const seen = statistics
    .flatMap(({ commonValues, histogram }) => [commonValues, histogram])
    .flatMap((text) => (text === null ? [] : parseArrayText(text)))
  const averageWidth = Math.max(...statistics.map((one) => one.averageWidth))
  // Values of more than 1,024 bytes count for the average, and are in no list.
  const longestBytes = seen.reduce((longest, value) => Math.max(longest, Buffer.byteLength(value)), averageWidth)
  return { averageBytes: averageWidth, longestBytes }
}
