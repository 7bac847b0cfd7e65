import type { ClientBase } from 'pg'
import { type ExtendedData, type ObjectName, PgwrightError, type StatisticsKey } from '../../model/index.ts'
import { ownMark, quoteIdentifier, quoteQualified, type StatisticsStatement } from '../../sql/index.ts'
import { type CommonCombination, combinationStatistics } from './combination-statistics.ts'
import { requireExpression, sampleExpression } from './sample-expression.ts'
import { mostRows, type SampleOptions, widestBytes, withSampledTable } from './sampled-table.ts'

/**
 * Rows that lie together are often alike, and a sample of whole pages has then fewer combinations than the table. So
 * ten times as many pages are read as would do, and one of ten rows of each is taken; `ANALYZE` reads more.
 */
const pagesForRows = 10
/** A table that has grown since its rows were counted gives more of them than was meant. */
const bound = 4 * mostRows

/**
 * What `ANALYZE` would find for extended statistics that nobody has made yet, from a sample of the table. Values leave
 * the server only where they are common. The client must be in a transaction, which is left as it was found; it may be
 * read-only.
 *
 * @returns null where the table has no rows
 * @throws PgwrightError see `sampleExpression`
 */
export async function sampleCombinations(
  client: ClientBase,
  table: ObjectName,
  { kinds, keys }: StatisticsStatement,
  options: SampleOptions = {},
): Promise<ExtendedData | null> {
  const expressions = keys.flatMap((key) => ('expression' in key ? [key.expression] : []))
  for (const expression of expressions) requireExpression(expression)
  const found = await withSampledTable(client, table, options, async ({ tableRows, inherited }) => {
    const texts = keys.map((key) => ('column' in key ? quoteIdentifier(key.column) : `(${key.expression})`))
    const columns = keys.flatMap((key) => ('column' in key ? [key.column] : []))
    const named = quoteQualified(table.schema, table.name)
    const { rows } = await client.query<Sample>(sampleSql(named, texts, tableRows), [named, columns])
    const sample = rows[0]
    if (sample === undefined) throw new PgwrightError('internal', 'The sample gave no row.', 'Please report this.')
    if (sample.wide === null) return null
    const { wide, common } = sample
    const ranks = keys.map((_, place) => sample[`r${place}`] ?? [])
    const rowsInAll = Math.max(tableRows, wide.length)
    const of = { tableRows: rowsInAll, keys: keyNames(keys), ranks, wide, common: common ?? [] }
    return { inherited, ...combinationStatistics(of, kinds) }
  })
  if (found === null) return null
  const sampled: ExtendedData['expressions'] = []
  for (const expression of expressions) sampled.push(await sampleExpression(client, table, expression, options))
  return { ...found, expressions: sampled.length === 0 ? null : sampled }
}

/** A column by its name, an expression by its number among the expressions. */
function keyNames(keys: StatisticsStatement['keys']): StatisticsKey[] {
  let expressions = 0
  return keys.map((key) => ('column' in key ? key.column : ++expressions))
}

interface Sample {
  /** Of the key with that place, for each row. Null for an empty table, as `wide` is then. */
  readonly [ranks: `r${number}`]: readonly number[] | null
  readonly wide: readonly number[] | null
  readonly common: readonly CommonCombination[] | null
}

/** In one statement, so that it is one sample. Ranks stand for values, which stay where they are. */
function sampleSql(table: string, keys: readonly string[], tableRows: number): string {
  const wanted = mostRows / Math.max(1, tableRows)
  const pages = Math.min(1, wanted * pagesForRows)
  const rows = Math.min(1, wanted / pages)
  const list = (text: (place: number) => string) => keys.map((_, place) => text(place)).join(', ')
  return `with ${ownMark} sample as materialized (
       select ${list((i) => `${keys[i]} as k${i}`)} from ${table} tablesample system (${100 * pages})
       ${rows < 1 ? `where random() < ${rows}` : ''} limit ${bound}),
     ranked as materialized (select *, row_number() over () as place,
         ${list((i) => `dense_rank() over (order by k${i})::int as r${i}`)},
         ${keys.map((_, i) => isWide(i)).join(' + ')} as wide
       from sample),
     common as (select ${list((i) => `r${i}`)}, ${list((i) => `min(k${i}::text) as v${i}`)}, count(*)::int as count
       from ranked where wide = 0 group by ${list((i) => `r${i}`)}
       order by count desc, ${list((i) => `r${i}`)}
       limit coalesce(
         (select max(attstattarget) from pg_catalog.pg_attribute
          where attrelid = to_regclass($1) and attname = any($2) and attstattarget >= 0),
         current_setting('default_statistics_target')::int))
   select ${list((i) => `array_agg(r${i} order by place) as r${i}`)}, array_agg(wide order by place) as wide,
     (select json_agg(json_build_object('ranks', array[${list((i) => `r${i}`)}],
        'values', array[${list((i) => `v${i}`)}], 'count', count)
        order by count desc, ${list((i) => `r${i}`)}) from common) as common
   from ranked`
}

/** A bit. `ANALYZE` goes by the size before compression, which is told of text alone. */
function isWide(place: number): string {
  const value = `k${place}`
  return `case when greatest(pg_column_size(${value}),
      case when pg_typeof(${value}) in ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype)
      then octet_length(${value}::text) + 4 end) > ${widestBytes} then ${1 << place} else 0 end`
}
