import type { ClientBase } from 'pg'
import { type ObjectName, PgwrightError } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import { setFormat } from '../catalog/session-format.ts'
import { inSavepointUndone } from '../savepoint.ts'

/** What `ANALYZE` reads with the default statistics target. */
export const mostRows = 30_000
/** Wider values count for the average width only (`WIDTH_THRESHOLD` in `analyze.c`). */
export const widestBytes = 1024

export interface SampleOptions {
  /** Of the one statement that reads the table. Default: 5,000. */
  readonly timeoutMs?: number
}

export interface SampledTable {
  /** As the last `ANALYZE` or `VACUUM` counted them; with those of its partitions, and of tables that inherit. */
  readonly tableRows: number
  /** Whether a sample has rows of other tables: of partitions, or of tables that inherit. */
  readonly inherited: boolean
}

/**
 * Makes the session ready to read a sample of a table, under a time limit; the transaction is left as it was found.
 *
 * @throws PgwrightError `usage` for what has no rows of its own, `permission` where row-level security would hide rows
 */
export async function withSampledTable<Result>(
  client: ClientBase,
  table: ObjectName,
  options: SampleOptions,
  work: (table: SampledTable) => Promise<Result>,
): Promise<Result> {
  return inSavepointUndone(client, async () => {
    const { rows: paths } = await client.query<{ path: string }>(`select current_setting('search_path') as path`)
    await setFormat(client)
    // Expressions are the user's, and find their functions where the user's session does.
    await client.query(`select set_config('search_path', $1, true)`, [paths[0]?.path ?? ''])
    const sampled = await readTable(client, table)
    await client.query(`set local statement_timeout = ${Math.max(1, Math.round(options.timeoutMs ?? 5000))}`)
    return work(sampled)
  })
}

async function readTable(client: ClientBase, table: ObjectName): Promise<SampledTable> {
  const name = quoteQualified(table.schema, table.name)
  const { rows } = await client.query<{ rows: number | null; hidden: boolean; inherited: boolean }>(
    `with recursive tree as (select to_regclass($1)::oid as oid
       union select i.inhrelid from tree join pg_catalog.pg_inherits i on i.inhparent = tree.oid)
     select sum(greatest(c.reltuples, 0))::float8 as rows, row_security_active(to_regclass($1)) as hidden,
       exists (select from pg_catalog.pg_inherits where inhparent = to_regclass($1)) as inherited
     from tree join pg_catalog.pg_class c on c.oid = tree.oid
     where c.relkind in ('r', 'm')`,
    [name],
  )
  const [found] = rows
  if (found?.rows == null) throw new PgwrightError('usage', `There is no table ${name}.`, 'Check its name.')
  if (found.hidden)
    throw new PgwrightError(
      'permission',
      `Row-level security holds for the role on ${name}, so a sample would not show what the table has.`,
      "Sample as the table's owner, or as a role with BYPASSRLS.",
    )
  return { tableRows: found.rows, inherited: found.inherited }
}
