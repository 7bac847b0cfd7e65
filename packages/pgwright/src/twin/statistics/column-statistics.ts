import type { ColumnStatistics, Gap } from '../../model/index.ts'
import { quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import type { Sessions } from '../sessions.ts'
import { expressionTypes } from './expression-types.ts'
import { readValueTypes } from './value-types.ts'
import { writeStatisticRows } from './write-rows.ts'

/**
 * Sets what `ANALYZE` would have found in columns of tables and in expressions of indexes. Whatever of it can't be
 * taken over is a gap, and the rest is carried.
 */
export async function restoreColumnStatistics(
  sessions: Sessions,
  statistics: readonly ColumnStatistics[],
): Promise<Gap[]> {
  const { targets, gaps } = await findTargets(sessions, statistics)
  const types = await readValueTypes(
    sessions.owner,
    targets.map(({ type }) => type),
  )
  const rows = targets.flatMap(({ type, ...target }) => {
    const of = types.get(type)
    return of === undefined ? [] : [{ ...target, of }]
  })
  return [...gaps, ...(await writeStatisticRows(sessions, rows))]
}

interface FoundColumn {
  readonly index: number
  readonly relation: number
  /** Null where the relation has no such column. */
  readonly attribute: number | null
  readonly type: number
  readonly collation: number
  /** An index's key whose own type is not its expression's. */
  readonly stored: boolean
}

/** Relations that the twin lacks are left out without a word: they are a gap already. */
async function findTargets(sessions: Sessions, statistics: readonly ColumnStatistics[]) {
  const found = await findColumns(sessions, statistics)
  const expressions = await expressionTypes(
    sessions,
    found.filter(({ stored }) => stored).map(({ relation }) => relation),
  )
  const gaps: Gap[] = []
  const targets = found.flatMap(({ index, relation, attribute, type, collation }) => {
    const of = statistics[index]
    if (of === undefined) return []
    const object = `${quoteQualified(of.schema, of.table)}.${quoteIdentifier(of.column)}`
    if (attribute === null) {
      gaps.push({ object, reason: 'its statistics are of a column that the twin lacks', effect: 'they are left out' })
      return []
    }
    const expression = expressions.get(`${relation} ${attribute}`)
    return [{ object, relation, attribute, type, collation, ...expression, statistics: of }]
  })
  return { targets, gaps }
}

/** An index's expressions are found by their place, because PostgreSQL chooses their names. */
async function findColumns({ owner }: Sessions, statistics: readonly ColumnStatistics[]): Promise<FoundColumn[]> {
  const wanted = statistics.map(({ schema, table, column, position }, index) => ({
    index,
    schema,
    table,
    column,
    position,
  }))
  const { rows } = await owner.query<FoundColumn>(
    `select s.index, c.oid::int8::int as relation, a.attnum as attribute, a.atttypid::int8::int as type,
       a.attcollation::int8::int as collation, coalesce(o.opckeytype <> 0, false) as stored
     from jsonb_to_recordset($1) as s (index int, schema text, "table" text, "column" text, position int)
     join pg_catalog.pg_namespace n on n.nspname = s.schema
     join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = s."table"
     left join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       and case when s.position is null then a.attname = s."column" else a.attnum = s.position end
     left join pg_catalog.pg_index i on i.indexrelid = c.oid
     left join pg_catalog.pg_opclass o on o.oid = i.indclass[a.attnum - 1]
     order by s.index`,
    [JSON.stringify(wanted)],
  )
  return rows
}
