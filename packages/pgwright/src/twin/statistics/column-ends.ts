import type { Gap, Snapshot } from '../../model/index.ts'
import { parseArrayText, quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import { leafTuple } from '../files/index-tuple.ts'
import type { Sessions } from '../sessions.ts'
import { diskValues } from './disk-values.ts'
import { readValueTypes } from './value-types.ts'

/** Leaves of B-trees by their quoted, qualified name, and what could not be made. */
export interface EndLeaves {
  readonly leaves: ReadonlyMap<string, readonly Buffer[]>
  readonly gaps: readonly Gap[]
}

/**
 * The tuples that an index needs so that the planner finds its column's true least and greatest value there. They point
 * to the table's first page, where no row is; it believes them as long as that page is marked as visible to all.
 */
export async function endLeaves(sessions: Sessions, snapshot: Snapshot): Promise<EndLeaves> {
  const columns = snapshot.columnStatistics.filter(({ ends }) => ends !== null)
  if (columns.length === 0) return { leaves: new Map(), gaps: [] }
  const indexes = await leadingIndexes(sessions, columns)
  const types = await readValueTypes(
    sessions.owner,
    indexes.map(({ type }) => type),
  )
  const byType = new Map<number, LeadingIndex[]>()
  for (const index of indexes) {
    const type = types.get(index.type)?.type
    if (type !== undefined) byType.set(type, [...(byType.get(type) ?? []), index])
  }
  const wanted = [...byType].map(([type, led]) => ({
    type,
    lists: led.map(({ column }) => parseArrayText(columns[column]?.ends ?? '{}')),
  }))
  const found = await diskValues(sessions, wanted)
  const leaves = new Map<string, readonly Buffer[]>()
  const gaps: Gap[] = []
  for (const [group, led] of [...byType.values()].entries()) {
    for (const [position, { column, schema, name, columns: count, descending }] of led.entries()) {
      const values = found[group]?.[position] ?? null
      const fits = values?.length === 2 && values.every(({ bytes }) => bytes.length <= longestKey)
      if (!fits) {
        const { schema, table, column: of } = columns[column] as (typeof columns)[number]
        gaps.push({
          object: `${quoteQualified(schema, table)}.${quoteIdentifier(of)}`,
          reason: 'its least and greatest value could not be taken over: its type refuses them, or they are too long',
          effect: 'comparisons at the ends of its histogram can be estimated differently',
        })
        continue
      }
      const ordered = descending ? values.toReversed() : values
      leaves.set(
        quoteQualified(schema, name),
        ordered.map((value, index) => leafTuple(value, count, index + 1)),
      )
    }
  }
  return { leaves, gaps }
}

/** A third of a page, which no B-tree's tuple may pass (`BTMaxItemSize`), with room for what is before the value. */
const longestKey = 2600

interface LeadingIndex {
  /** Position among the statistics. */
  readonly column: number
  readonly schema: string
  readonly name: string
  /** How many it has, those of INCLUDE too. */
  readonly columns: number
  readonly descending: boolean
  readonly type: number
}

/** The indexes that a column leads in the order of its histogram. */
async function leadingIndexes(
  { owner }: Sessions,
  columns: Snapshot['columnStatistics'],
): Promise<readonly LeadingIndex[]> {
  const { rows } = await owner.query<LeadingIndex>(
    `select s.index as column, xn.nspname as schema, x.relname as name, i.indnatts as columns,
       i.indoption[0] & 1 = 1 as descending, a.atttypid::int8::int as type
     from jsonb_to_recordset($1) as s (index int, schema text, "table" text, "column" text)
     join pg_catalog.pg_namespace n on n.nspname = s.schema
     join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = s."table"
     join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = s."column"
     join pg_catalog.pg_index i on i.indrelid = c.oid and i.indkey[0] = a.attnum and i.indcollation[0] = a.attcollation
     join pg_catalog.pg_opclass o on o.oid = i.indclass[0] and o.opcdefault and o.opckeytype = 0
     join pg_catalog.pg_class x on x.oid = i.indexrelid and x.relkind = 'i'
     join pg_catalog.pg_namespace xn on xn.oid = x.relnamespace
     join pg_catalog.pg_am m on m.oid = x.relam and m.amname = 'btree'
     order by s.index, x.oid`,
    [JSON.stringify(columns.map(({ schema, table, column }, index) => ({ index, schema, table, column })))],
  )
  return rows
}
