import type { ColumnStatistics, ObjectName } from '../../model/index.ts'
import { quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import { inPortions } from '../in-portions.ts'
import { withEnds } from './column-ends.ts'
import type { Reading } from './reading.ts'
import { columnsOfCatalog, columnsOfView } from './statistic-columns.ts'

/** The statistics that the role may see, of tables and of indexes' expressions. */
export async function readColumnStatistics(reading: Reading, oids: readonly number[]): Promise<ColumnStatistics[]> {
  return withEnds(reading, oids, await readAll(reading, oids))
}

async function readAll(reading: Reading, oids: readonly number[]): Promise<ColumnStatistics[]> {
  if (await maySelect(reading, 'pg_statistic')) return readRows(reading, fromCatalog, oids)
  await reportHidden(reading, oids)
  const ranges = reading.has('pg_stats.range_bounds_histogram')
  if (!ranges) await reportRanges(reading, oids)
  return readRows(reading, fromView(ranges), oids)
}

async function readRows({ client }: Reading, sql: string, oids: readonly number[]): Promise<ColumnStatistics[]> {
  const portions = await inPortions(oids, (portion) => client.query<Omit<ColumnStatistics, 'ends'>>(sql, [portion]))
  return portions.flatMap(({ rows }) => rows.map((row) => ({ ...row, ends: null })))
}

/** Only superusers and members of `pg_read_all_data` may; everybody else has views, which leave out a part. */
export async function maySelect({ client }: Reading, catalog: 'pg_statistic' | 'pg_statistic_ext_data') {
  const { rows } = await client.query<{ may: boolean }>(
    `select has_table_privilege('pg_catalog.${catalog}', 'select') as may`,
  )
  return rows[0]?.may === true
}

const position = `case when c.relkind in ('i', 'I') then a.attnum end as position`

const fromCatalog = `select n.nspname as schema, c.relname as table, a.attname as column, ${position},
       s.stainherit as inherited, ${columnsOfCatalog('s')}
     from pg_statistic s
     join pg_class c on c.oid = s.starelid
     join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum = s.staattnum and not a.attisdropped
     where c.oid = any($1)
     order by n.nspname, c.relname, a.attnum, s.stainherit`

function fromView(ranges: boolean): string {
  return `select s.schemaname as schema, s.tablename as table, s.attname as column, ${position},
       s.inherited, ${columnsOfView('s', ranges)}
     from pg_stats s
     join pg_namespace n on n.nspname = s.schemaname
     join pg_class c on c.relnamespace = n.oid and c.relname = s.tablename
     join pg_attribute a on a.attrelid = c.oid and a.attname = s.attname
     where c.oid = any($1)
     order by s.schemaname, s.tablename, a.attnum, s.inherited`
}

/**
 * `pg_stats` leaves rows out without a word: of columns that the role may not read, and of every column where row-level
 * security holds for the role. The conditions here are the view's own. An index has no rights of its own, so statistics
 * of an expression are for its owner and for members of `pg_read_all_data` only.
 */
async function reportHidden({ client, missed }: Reading, oids: readonly number[]): Promise<void> {
  const { rows } = await client.query<ObjectName & { hidden: boolean; columns: string }>(
    `select n.nspname as schema, c.relname as name, row_security_active(c.oid) as hidden,
       string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.oid = any($1) and c.reltuples > 0
       and (c.relkind in ('r', 'p', 'm', 'f') or exists (select from pg_index i
         where i.indexrelid = c.oid and i.indkey[a.attnum - 1] = 0))
       and (row_security_active(c.oid) or not has_column_privilege(c.oid, a.attnum, 'select'))
     group by c.oid, n.nspname, c.relname
     order by n.nspname, c.relname`,
    [oids],
  )
  for (const { schema, name, hidden, columns } of rows) {
    missed({
      object: quoteQualified(schema, name),
      reason: hidden
        ? 'Row-level security holds for the role, so pg_stats shows it no statistics of this table.'
        : `The role may not read these columns, so pg_stats shows it no statistics of them: ${columns}.`,
      effect: 'Estimates for them rest on defaults; plans can differ from the source.',
    })
  }
}

/** Before 17 `pg_stats` has no columns for what `ANALYZE` finds of ranges. */
async function reportRanges({ client, missed }: Reading, oids: readonly number[]): Promise<void> {
  const { rows } = await client.query<ObjectName & { column: string }>(
    `select n.nspname as schema, c.relname as name, a.attname as column
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     join pg_type t on t.oid = a.atttypid and t.typtype in ('r', 'm')
     where c.oid = any($1) and c.relkind in ('r', 'p', 'm', 'f') and c.reltuples > 0
     order by n.nspname, c.relname, a.attnum`,
    [oids],
  )
  for (const { schema, name, column } of rows) {
    missed({
      object: `${quoteQualified(schema, name)}.${quoteIdentifier(column)}`,
      reason: 'It is a column of ranges, whose statistics pg_stats shows from PostgreSQL 17 on.',
      effect: 'Estimates for it rest on defaults; plans can differ from the source.',
    })
  }
}
