import type { GinCounters } from '../../model/index.ts'
import { sqlState } from '../../postgres/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import { inSavepoint } from '../savepoint.ts'
import type { Reading } from './reading.ts'
import { inUserSchema } from './scope.ts'

interface Metapages {
  /** Levels above the leaves of every B-tree, by the index's oid. */
  readonly heights: ReadonlyMap<number, number>
  readonly gin: ReadonlyMap<number, GinCounters>
}

/**
 * What the planner reads in the first page of an index. Empty where `pageinspect` is not installed or the role is no
 * superuser, which its functions insist on: heights can then be derived, what GIN indexes count can't.
 */
export async function readMetapages(reading: Reading): Promise<Metapages> {
  const { rows } = await reading.client.query<{ schema: string }>(
    `select quote_ident(n.nspname) as schema from pg_extension e join pg_namespace n on n.oid = e.extnamespace
     where e.extname = 'pageinspect' and current_setting('is_superuser')::bool`,
  )
  const schema = rows[0]?.schema
  const heights = await readPages<{ oid: number; height: number }>(reading, schema, heightSql)
  const gin = await readPages<GinCounters & { oid: number }>(reading, schema, ginSql)
  if (gin === null) await reportGin(reading)
  return {
    heights: new Map(heights?.map(({ oid, height }) => [oid, height])),
    gin: new Map(gin?.map(({ oid, ...counters }) => [oid, counters])),
  }
}

async function readPages<Row extends object>(
  { client }: Reading,
  schema: string | undefined,
  sql: (schema: string) => string,
): Promise<Row[] | null> {
  if (schema === undefined) return null
  try {
    return await inSavepoint(client, async () => (await client.query<Row>(sql(schema))).rows)
  } catch (error) {
    // The server refused to read a page, which is not worth the snapshot.
    if (sqlState(error) === undefined) throw error
    return null
  }
}

// The planner counts from the fast root.
function heightSql(schema: string): string {
  return `select c.oid, m.fastlevel::int as height ${indexes('btree')}
    cross join lateral ${schema}.bt_metap(c.oid::regclass::text) as m where ${ready}`
}

function ginSql(schema: string): string {
  return `select c.oid, m.n_pending_pages::float8 as "pendingPages", m.n_total_pages::float8 as "totalPages",
      m.n_entry_pages::float8 as "entryPages", m.n_data_pages::float8 as "dataPages", m.n_entries::float8 as entries
    ${indexes('gin')}
    cross join lateral ${schema}.gin_metapage_info(${schema}.get_raw_page(c.oid::regclass::text, 0)) as m where ${ready}`
}

// A partitioned index (relkind I) has no pages, and one that is being built may not have its metapage yet.
const ready = `i.indisready and ${inUserSchema}`

function indexes(method: 'btree' | 'gin'): string {
  return `from pg_index i
    join pg_class c on c.oid = i.indexrelid and c.relkind = 'i'
    join pg_namespace n on n.oid = c.relnamespace
    join pg_am a on a.oid = c.relam and a.amname = '${method}'`
}

async function reportGin({ client, missed }: Reading): Promise<void> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    `select n.nspname as schema, c.relname as name ${indexes('gin')} where ${ready} order by 1, 2`,
  )
  for (const { schema, name } of rows) {
    missed({
      object: `index ${quoteQualified(schema, name)}`,
      reason: 'What a GIN index counts in its first page is for superusers with the extension pageinspect.',
      effect:
        'Its searches are priced from its length alone; where entries are pending, the source prices them higher.',
    })
  }
}
