import type { ClientBase } from 'pg'
import { type ColumnStatistics, type ObjectName, PgwrightError } from '../../model/index.ts'
import { quoteQualified, tryParse, walk } from '../../sql/index.ts'
import { setFormat } from '../catalog/session-format.ts'
import { inSavepointUndone } from '../savepoint.ts'
import { valueStatistics } from './value-statistics.ts'

/** What `ANALYZE` reads with the default statistics target. */
const mostRows = 30_000
/** Wider values count for the average width only (`WIDTH_THRESHOLD` in `analyze.c`). */
const widestBytes = 1024

export interface SampleOptions {
  /** Of the one statement that reads the table. Default: 5,000. */
  readonly timeoutMs?: number
}

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
  return inSavepointUndone(client, async () => {
    const { rows: paths } = await client.query<{ path: string }>(`select current_setting('search_path') as path`)
    await setFormat(client)
    // The expression is the user's, and finds its functions where the user's session does.
    await client.query(`select set_config('search_path', $1, true)`, [paths[0]?.path ?? ''])
    const tableRows = await rowsOf(client, table)
    await client.query(`set local statement_timeout = ${Math.max(1, Math.round(options.timeoutMs ?? 5000))}`)
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
      ...nothingElse,
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

const nothingElse = {
  commonElements: null,
  commonElementFrequencies: null,
  elementCountHistogram: null,
  rangeLengthHistogram: null,
  rangeEmptyFraction: null,
  rangeBoundsHistogram: null,
  ends: null,
}

// A value's bytes are taken where it is worked out, since a stored row packs its header, and `ANALYZE` counts it whole.
/** In one statement, so that it is one sample. `corr` of place and rank is what `ANALYZE` works out by hand. */
function sampleSql({ schema, name }: ObjectName, expression: string, share: number): string {
  return `with sample as materialized (
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

/** Of a partitioned table, of all its partitions. */
async function rowsOf(client: ClientBase, table: ObjectName): Promise<number> {
  const { rows } = await client.query<{ rows: number | null; hidden: boolean }>(
    `select sum(greatest(c.reltuples, 0))::float8 as rows, row_security_active(to_regclass($1)) as hidden
     from pg_catalog.pg_class c
     where c.relkind in ('r', 'm') and (c.oid = to_regclass($1)
       or c.oid in (select relid from pg_catalog.pg_partition_tree(to_regclass($1))))`,
    [quoteQualified(table.schema, table.name)],
  )
  const name = quoteQualified(table.schema, table.name)
  if (rows[0]?.rows == null) throw new PgwrightError('usage', `There is no table ${name}.`, 'Check its name.')
  if (rows[0].hidden)
    throw new PgwrightError(
      'permission',
      `Row-level security holds for the role on ${name}, so a sample would not show what the table has.`,
      "Sample as the table's owner, or as a role with BYPASSRLS.",
    )
  return rows[0].rows
}

/** One expression, and nothing that reads anything but the row. */
function requireExpression(expression: string): void {
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
