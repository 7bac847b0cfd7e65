import type { ClientBase } from 'pg'
import { type ColumnStatistics, type ObjectName, PgwrightError, scalarStatistics } from '../../model/index.ts'
import { ownMark, quoteQualified, tryParse, walk } from '../../sql/index.ts'
import { mostRows, type SampleOptions, widestBytes, withSampledTable } from './sampled-table.ts'
import { valueStatistics } from './value-statistics.ts'

/**
 * What `ANALYZE` would find of an expression that no index has yet, from a sample of whole pages of its table. Only
 * values and how often they occur leave the server. The client must be in a transaction, which is left as it was
 * found; it may be read-only.
 *
 * @param expression as a key of `CREATE INDEX` has it, in brackets or not
 * @returns statistics of no index yet: `Twin.addIndex` takes them for one
 * @throws PgwrightError `usage` for what is not one expression over the table's columns, `permission` where row-level
 * security would hide rows; the server's error where it refuses the expression or the time is up
 */
export async function sampleExpression(
  client: ClientBase,
  table: ObjectName,
  expression: string,
  options: SampleOptions = {},
): Promise<ColumnStatistics> {
  requireExpression(expression)
  return withSampledTable(client, table, options, async ({ tableRows }) => {
    const share = Math.min(100, (100 * mostRows) / Math.max(1, tableRows))
    const { rows } = await client.query<Sample>(sampleSql(table, expression, share))
    const sample = rows[0]
    if (sample === undefined) throw new PgwrightError('internal', 'The sample gave no row.', 'Please report this.')
    const { width, correlation, ...values } = sample
    return {
      schema: table.schema,
      table: table.name,
      column: 'expr',
      position: 1,
      inherited: false,
      ...valueStatistics({ ...values, tableRows: Math.max(tableRows, values.sampledRows) }),
      averageWidth: Math.floor(width ?? 0),
      correlation,
      ...scalarStatistics,
      ends: null,
    }
  })
}

interface Sample {
  readonly sampledRows: number
  readonly nulls: number
  readonly wide: number
  readonly width: number | null
  readonly correlation: number | null
  readonly values: string[]
  readonly counts: number[]
  readonly target: number
}

// A value's bytes are taken where it is worked out, since a stored row packs its header, and `ANALYZE` counts it whole.
/** In one statement, so that it is one sample. `corr` of place and rank is what `ANALYZE` works out by hand. */
function sampleSql({ schema, name }: ObjectName, expression: string, share: number): string {
  return `with ${ownMark} sample as materialized (
       select (${expression}) as value, pg_column_size((${expression})) as bytes from ${quoteQualified(schema, name)} tablesample system (${share}) limit ${mostRows}),
     placed as materialized (select value, bytes, row_number() over () as place from sample),
     kept as materialized (select value, place, row_number() over (order by value, place) as rank from placed
       where value is not null and bytes <= ${widestBytes}),
     counted as (select value, count(*)::int as count from kept group by value)
   select (select count(*)::int from sample) as "sampledRows",
     (select count(*)::int from sample where value is null) as nulls,
     (select count(*)::int from sample where bytes > ${widestBytes}) as wide,
     (select avg(bytes)::float8 from sample) as width,
     (select corr(place, rank)::float8 from kept) as correlation,
     (select coalesce(array_agg(value::text order by value), '{}') from counted) as values,
     (select coalesce(array_agg(count order by value), '{}') from counted) as counts,
     current_setting('default_statistics_target')::int as target`
}

/**
 * One expression, and nothing that reads anything but the row.
 *
 * @throws PgwrightError `usage`
 */
export function requireExpression(expression: string): void {
  const refused = new PgwrightError(
    'usage',
    'What is to be sampled is not one expression over the columns of a row.',
    'Give it as CREATE INDEX takes it, such as lower(name).',
  )
  const [statement, another] = tryParse(`select (${expression}) from t`) ?? []
  if (statement === undefined || another !== undefined || !('SelectStmt' in statement)) throw refused
  const { targetList = [], fromClause = [] } = statement.SelectStmt
  const clauses = [
    'whereClause',
    'groupClause',
    'havingClause',
    'sortClause',
    'limitCount',
    'lockingClause',
    'withClause',
  ]
  const plain = clauses.every((clause) => !(clause in statement.SelectStmt)) && statement.SelectStmt.op === 'SETOP_NONE'
  if (!plain || targetList.length !== 1 || fromClause.length !== 1) throw refused
  walk(targetList, (node) => {
    if ('SubLink' in node || 'ParamRef' in node) throw refused
  })
}
