import type { ClientBase } from 'pg'
import { sqlState } from '../../postgres/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import { inSavepoint } from '../savepoint.ts'
import { workloadError } from './problem.ts'

/** One row of `pg_stat_statements`. The counters run since `countedSince`, or since the last reset where that is null. */
export interface StatementCounter {
  /** The role's name; null when the role has been dropped. */
  readonly role: string | null
  /** Null when texts were not asked for. */
  readonly sql: string | null
  readonly calls: number
  readonly totalMs: number
  readonly rows: number
  /** Sum of the squares of single calls' times, in ms²: with it the variance in any window. */
  readonly squaredMs: number
  /** Of tables and indexes that were looked at, in cache or not. */
  readonly blocks: number
  readonly countedSince: string | null
}

/** `pg_stat_statements` of the session's database at one time. */
export interface StatementCounters {
  readonly takenAt: string
  /** Last reset of all counters; null: unknown. */
  readonly resetAt: string | null
  /** How often the server threw entries out to make room, since the reset; null: unknown. */
  readonly evictions: number | null
  /** Rows whose statement the role may not see. */
  readonly hidden: number
  /** By user, query and level: `16384/-5298183/true`. */
  readonly entries: ReadonlyMap<string, StatementCounter>
}

/**
 * Reads the counters of the current database. Never resets them: others read them too.
 *
 * @param options.texts false: counters without the statements' texts. With 3,300 entries of 13 MB that takes 7 ms
 *   instead of 100.
 * @throws PgwrightError `missing-extension` or `permission`
 */
export async function observeWorkload(
  client: ClientBase,
  options: { readonly texts?: boolean } = {},
): Promise<StatementCounters> {
  const schema = await findExtension(client)
  try {
    return await inSavepoint(client, () => readCounters(client, schema, options.texts ?? true))
  } catch (error) {
    if (sqlState(error) === objectNotInPrerequisiteState) throw workloadError('not-loaded', error)
    if (sqlState(error) === insufficientPrivilege) throw workloadError('no-right', error)
    throw error
  }
}

const objectNotInPrerequisiteState = '55000'
const insufficientPrivilege = '42501'

async function findExtension(client: ClientBase): Promise<string> {
  const { rows } = await client.query<{ schema: string }>(
    `select n.nspname as schema
     from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
     where e.extname = 'pg_stat_statements'`,
  )
  const [row] = rows
  if (row === undefined) throw workloadError('not-installed')
  return quoteIdentifier(row.schema)
}

interface CounterRow extends Omit<StatementCounter, 'countedSince'> {
  readonly key: string | null
  readonly countedSince: Date | null
}

async function readCounters(client: ClientBase, schema: string, texts: boolean): Promise<StatementCounters> {
  const { rows } = await client.query<CounterRow>(await counterSql(client, schema), [texts])
  const info = await readInfo(client, schema)
  const entries = new Map<string, StatementCounter>()
  for (const { key, countedSince, ...counter } of rows) {
    if (key !== null) entries.set(key, { ...counter, countedSince: countedSince?.toISOString() ?? null })
  }
  return { ...info, hidden: rows.filter(({ key }) => key === null).length, entries }
}

// The extension's version lags behind the server's until ALTER EXTENSION UPDATE, so its columns are looked at:
// total_exec_time came with 1.8, toplevel with 1.9, stats_since with 1.11.
async function counterSql(client: ClientBase, schema: string): Promise<string> {
  const { fields } = await client.query(`select * from ${schema}.pg_stat_statements(false) limit 0`)
  const has = (column: string) => fields.some(({ name }) => name === column)
  const time = has('total_exec_time') ? '_exec_time' : '_time'
  const level = has('toplevel') ? 's.toplevel' : 'true'
  return `select s.userid || '/' || s.queryid || '/' || ${level} as key, r.rolname as role,
      case when $1 then s.query end as sql, s.calls::float8 as calls, s.rows::float8 as rows,
      s.total${time} as "totalMs",
      s.calls * (s.stddev${time} ^ 2 + s.mean${time} ^ 2) as "squaredMs",
      (s.shared_blks_hit + s.shared_blks_read)::float8 as blocks,
      ${has('stats_since') ? 's.stats_since' : 'null::timestamptz'} as "countedSince"
    from ${schema}.pg_stat_statements($1) s
    left join pg_catalog.pg_roles r on r.oid = s.userid
    where s.dbid = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())
    order by key`
}

/** `pg_stat_statements_info` came with 1.9. */
async function readInfo(client: ClientBase, schema: string) {
  const view = `${schema}.pg_stat_statements_info`
  const { rows } = await client.query<{ now: Date; known: boolean }>(
    'select pg_catalog.now() as now, pg_catalog.to_regclass($1) is not null as known',
    [view],
  )
  const takenAt = (rows[0]?.now ?? new Date()).toISOString()
  if (rows[0]?.known !== true) return { takenAt, resetAt: null, evictions: null }
  const info = await client.query<{ resetAt: Date | null; evictions: number }>(
    `select stats_reset as "resetAt", dealloc::float8 as evictions from ${view}`,
  )
  return { takenAt, resetAt: info.rows[0]?.resetAt?.toISOString() ?? null, evictions: info.rows[0]?.evictions ?? null }
}
