import type { ColumnStatistics } from '../../model/index.ts'
import { sqlState } from '../../postgres/index.ts'
import { ownMark, quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import { inSavepointUndone } from '../savepoint.ts'
import type { Reading } from './reading.ts'

/**
 * Adds the true ends of columns. Where a comparison falls into a histogram's first or last part, or beyond, the planner
 * asks a B-tree for the column's least or greatest value (`get_actual_variable_range` in `selfuncs.c`), so that the rows
 * of today are expected although `ANALYZE` ran yesterday. Each end costs the source what it costs the planner: one
 * descent of an index. An index whose end is full of dead rows takes longer, and is given up soon.
 *
 * The server would count each descent as a scan, and an index that nobody uses must not look used for having been
 * observed. Superusers can keep it from counting; for other roles, columns of an index without any scan are left out.
 */
export async function withEnds(
  reading: Reading,
  oids: readonly number[],
  statistics: readonly ColumnStatistics[],
): Promise<ColumnStatistics[]> {
  const led = await leadingColumns(reading, oids)
  const leading = statistics.filter((s) => s.histogram !== null && !s.inherited && led.has(nameOf(s)))
  const wanted = leading.filter((s) => led.get(nameOf(s)) === null)
  for (const column of leading) {
    const obstacle = led.get(nameOf(column))
    if (obstacle != null) missed(reading, column, obstacle)
  }
  const limits = (await isSuperuser(reading)) ? `${usualLimits}; set local track_counts = off` : usualLimits
  const ends = new Map<ColumnStatistics, string>()
  for (let from = 0; from < wanted.length; from += batchSize)
    await readEnds(reading, limits, wanted.slice(from, from + batchSize), ends)
  return statistics.map((s) => ({ ...s, ends: ends.get(s) ?? null }))
}

/** Columns in one statement; each takes some hundredths of a millisecond to read, and more to plan. */
const batchSize = 50
/** Of one statement, and so of one column where a statement has taken too long. */
const usualLimits = `set local statement_timeout = '100ms'; set local lock_timeout = '100ms'; set local enable_seqscan = off`

async function isSuperuser({ client }: Reading): Promise<boolean> {
  const { rows } = await client.query<{ superuser: boolean }>(
    `select current_setting('is_superuser')::bool as superuser`,
  )
  return rows[0]?.superuser === true
}

async function readEnds(
  reading: Reading,
  limits: string,
  columns: readonly ColumnStatistics[],
  ends: Map<ColumnStatistics, string>,
): Promise<void> {
  try {
    const { rows } = await inSavepointUndone(reading.client, async () => {
      await reading.client.query(limits)
      return reading.client.query<{ index: number; ends: string }>(columns.map(endsSql).join(' union all '))
    })
    for (const { index, ends: text } of rows) {
      const column = columns[index]
      // A column of nulls has no ends.
      if (column !== undefined && text !== '{NULL,NULL}') ends.set(column, text)
    }
  } catch (error) {
    if (sqlState(error) === undefined) throw error
    const [first, ...others] = columns
    if (first !== undefined && others.length === 0)
      return missed(reading, first, 'which could not be read from its index within 100 ms')
    // Halved until it stands alone: each statement is a new one to the source, whose pg_stat_statements holds so many.
    const middle = Math.ceil(columns.length / 2)
    await readEnds(reading, limits, columns.slice(0, middle), ends)
    await readEnds(reading, limits, columns.slice(middle), ends)
  }
}

function endsSql({ schema, table, column }: ColumnStatistics, index: number): string {
  const name = quoteIdentifier(column)
  const end = (order: string) =>
    `(select ${name} from only ${quoteQualified(schema, table)} where ${name} is not null order by ${name} ${order} limit 1)`
  return `select ${ownMark} ${index} as index, array[${end('asc')}, ${end('desc')}]::text as ends`
}

function missed({ missed }: Reading, { schema, table, column }: ColumnStatistics, why: string): void {
  missed({
    object: `${quoteQualified(schema, table)}.${quoteIdentifier(column)}`,
    reason: `The snapshot lacks its least and greatest value, ${why}.`,
    effect: 'Comparisons with values at the ends of its histogram can be estimated differently on a twin.',
  })
}

function nameOf({ schema, table, column }: { schema: string; table: string; column: string }): string {
  return `${quoteQualified(schema, table)}.${quoteIdentifier(column)}`
}

interface LeadingColumn {
  readonly schema: string
  readonly table: string
  readonly column: string
  readonly readable: boolean
  /** An index that it leads was never scanned, and the role can't keep the server from counting. */
  readonly unused: boolean
}

/**
 * Columns that lead a B-tree in the order that their histogram has, and what keeps their ends from being read, null for
 * nothing. Arrays and composite values are left out, as is `name`, which an index stores in another form.
 */
async function leadingColumns({ client }: Reading, oids: readonly number[]): Promise<Map<string, string | null>> {
  const { rows } = await client.query<LeadingColumn>(
    `select n.nspname as schema, c.relname as table, a.attname as column,
       has_schema_privilege(n.oid, 'usage') and has_column_privilege(c.oid, a.attnum, 'select')
         and not row_security_active(c.oid) as readable,
       bool_or(pg_stat_get_numscans(i.indexrelid) = 0) and not current_setting('is_superuser')::bool as unused
     from pg_index i
     join pg_class c on c.oid = i.indrelid and c.relkind in ('r', 'm') and c.relispopulated
     join pg_namespace n on n.oid = c.relnamespace
     join pg_class x on x.oid = i.indexrelid
     join pg_am m on m.oid = x.relam and m.amname = 'btree'
     join pg_opclass o on o.oid = i.indclass[0] and o.opcdefault and o.opckeytype = 0
     join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0] and a.attcollation = i.indcollation[0]
     join pg_type t on t.oid = a.atttypid and t.typlen <> -2 and t.typtype in ('b', 'd', 'e') and t.typcategory <> 'A'
     where i.indexrelid = any($1) and i.indisvalid and i.indpred is null
     group by n.oid, n.nspname, c.oid, c.relname, a.attname, a.attnum`,
    [oids],
  )
  return new Map(rows.map((row) => [nameOf(row), obstacleOf(row)]))
}

function obstacleOf({ readable, unused }: LeadingColumn): string | null {
  if (!readable) return 'which the role may not read'
  return unused ? 'since reading it would make an index that was never used look used' : null
}
