import type { ClientBase } from 'pg'
import { quantile } from '../model/index.ts'
import { inSavepointUndone, inUserSchema } from '../observe/index.ts'
import { quoteIdentifier, quoteQualified } from '../sql/index.ts'

/** What a table's policies add to a read of the same rows: measured. */
export interface PolicyMeasurement {
  readonly schema: string
  readonly table: string
  readonly policies: readonly string[]
  /** Rows that were read each time. */
  readonly rows: number
  /** Medians over the runs. */
  readonly withMs: number
  readonly withoutMs: number
}

/** Who asks, and the settings by which policies know it. */
export interface PolicyAsker {
  readonly role: string
  readonly settings: Readonly<Record<string, string>>
}

const runs = 5
/** So many rows are read at most, as near as blocks allow. */
const mostRows = 20_000
/** On fewer the difference drowns. */
const leastRows = 1_000

interface GuardedTable {
  schema: string
  name: string
  policies: string[]
  rows: number
}

/**
 * Counts the rows of the same blocks of each table that has policies for the role, once under them and once without. The
 * session's role must pass by row security and be allowed to take the other one on.
 *
 * @throws the server's error where it may not
 */
export async function measurePolicies(
  client: ClientBase,
  { role, settings }: PolicyAsker,
): Promise<PolicyMeasurement[]> {
  const measured: PolicyMeasurement[] = []
  for (const table of await guardedTables(client, role)) {
    const percent = Math.min(100, (100 * mostRows) / table.rows)
    const sample = `from only ${quoteQualified(table.schema, table.name)} tablesample system (${percent.toFixed(4)}) repeatable (1)`
    const withMs: number[] = []
    const withoutMs: number[] = []
    const rows = await countedRows(client, sample)
    if (rows < leastRows) continue
    // In turns, so that what else the machine does meets both alike; the first of each fills the caches.
    for (let run = 0; run <= runs; run++) {
      const took = await inSavepointUndone(client, async () => {
        for (const [name, value] of Object.entries(settings))
          await client.query('select pg_catalog.set_config($1, $2, true)', [name, value])
        await client.query(`set local role ${quoteIdentifier(role)}`)
        return timed(client, sample)
      })
      const bare = await timed(client, sample)
      if (run > 0) {
        withMs.push(took)
        withoutMs.push(bare)
      }
    }
    const { schema, name, policies } = table
    measured.push({
      schema,
      table: name,
      policies,
      rows,
      withMs: quantile(withMs, 0.5),
      withoutMs: quantile(withoutMs, 0.5),
    })
  }
  return measured
}

async function guardedTables(client: ClientBase, role: string): Promise<GuardedTable[]> {
  const { rows } = await client.query<GuardedTable>(
    `select n.nspname::text as schema, c.relname::text as name, greatest(c.reltuples, 0)::float8 as rows,
       array_agg(p.polname::text order by p.polname) as policies
     from pg_catalog.pg_policy p
     join pg_catalog.pg_class c on c.oid = p.polrelid
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relrowsecurity and c.relkind = 'r' and ${inUserSchema} and p.polcmd in ('r', '*') and c.reltuples >= ${leastRows}
       and exists (select from unnest(p.polroles) r where r = 0 or pg_catalog.pg_has_role($1, r, 'usage'))
       and pg_catalog.has_table_privilege($1, c.oid, 'select')
       and (c.relforcerowsecurity or not pg_catalog.pg_has_role($1, c.relowner, 'usage'))
     group by 1, 2, 3 order by 1, 2`,
    [role],
  )
  return rows
}

async function countedRows(client: ClientBase, from: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(`select count(*)::float8 as count ${from}`)
  return rows[0]?.count ?? 0
}

/** By the server's own clock: the way to it takes longer than a policy. */
async function timed(client: ClientBase, from: string): Promise<number> {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ 'Execution Time': number }] }>(
    `explain (analyze, timing off, format json) select count(*) ${from}`,
  )
  return rows[0]?.['QUERY PLAN'][0]['Execution Time'] ?? Number.NaN
}
