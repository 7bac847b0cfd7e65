import { randomBytes } from 'node:crypto'
import type { Pool } from 'pg'
import { RuntimeError } from '../../error.ts'
import { asText, parseLsn } from '../position.ts'
import { replicationError } from './errors.ts'
import { applicationName, type Stream } from './stream.ts'

/**
 * Makes a slot that goes with the connection: whatever becomes of this process, it keeps no WAL for longer than
 * `wal_sender_timeout`. It is ready when all transactions that have written by then are over.
 *
 * @throws RuntimeError `usage`; what the driver throws
 */
export async function makeTemporarySlot(stream: Stream): Promise<string> {
  const name = `pgwright_cache_${randomBytes(8).toString('hex')}`
  try {
    await stream.query(`CREATE_REPLICATION_SLOT "${name}" TEMPORARY LOGICAL pgoutput NOEXPORT_SNAPSHOT`)
  } catch (error) {
    throw replicationError(error, 'create', null)
  }
  return name
}

/**
 * Ends the server's process of a stream: one that makes a slot waits for others' transactions, and would not notice that
 * nobody wants it any more.
 */
export async function endProcess(pool: Pool, pid: number): Promise<void> {
  const text = `select pg_catalog.pg_terminate_backend(pid) from pg_catalog.pg_stat_activity
    where pid = $1 and application_name = $2 and backend_type = 'walsender'`
  await pool.query(text, [pid, applicationName]).catch(() => {})
}

/**
 * @returns the server's process, which a pooler may have told otherwise
 * @throws RuntimeError `usage` where the stream is of another server than the pool, or of a standby
 */
export async function checkSameServer(pool: Pool, stream: Stream): Promise<number> {
  const sql = `select (select system_identifier from pg_catalog.pg_control_system())::text || '/' || current_database()
    || case when pg_catalog.pg_is_in_recovery() then '/standby' else '' end as server,
    pg_catalog.pg_backend_pid()::text as pid`
  const [there] = await stream.query<{ server: string; pid: string }>(sql)
  const [here] = (await pool.query<{ server: string }>({ text: sql, types: asText as never })).rows
  if (there !== undefined && there.server === here?.server && !there.server.endsWith('/standby'))
    return Number(there.pid)
  throw new RuntimeError(
    'usage',
    'The stream and the pool are not of the same database on the same primary.',
    'Correct `connection`.',
  )
}

/** What the primary says at a moment. */
export interface Standing {
  /** Up to where WAL is flushed, and so can be decoded. */
  readonly flushed: string
  /** Null where the slot is gone. */
  readonly slot: { readonly lagBytes: number | null; readonly confirmed: string | null } | null
}

const standingSql = `select pg_catalog.pg_current_wal_flush_lsn()::text as flushed, s.slot_name::text as slot,
    pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_insert_lsn(), s.restart_lsn)::text as lag,
    s.confirmed_flush_lsn::text as confirmed
  from (select) as one left join pg_catalog.pg_replication_slots as s on s.slot_name = $1`

/** @param nudge moves WAL on: the last record may lie across the end of a page that was flushed, and wait for the next */
export async function standing(pool: Pool, slot: string, nudge: boolean): Promise<Standing> {
  if (nudge) await pool.query(nudgeSql)
  const query = { text: standingSql, values: [slot], types: asText as never }
  const [row] = (await pool.query<Record<'flushed' | 'slot' | 'lag' | 'confirmed', string | null>>(query)).rows
  const flushed = parseLsn(row?.flushed ?? '0/0') ?? ''
  // Whole pages are flushed in the background, wherever their last record ends.
  if (!nudge && isPageEnd(flushed)) return standing(pool, slot, true)
  if (!row?.slot) return { flushed, slot: null }
  const { lag, confirmed } = row
  const lagBytes = lag === null ? null : Number(lag)
  return { flushed, slot: { lagBytes, confirmed: confirmed === null ? null : (parseLsn(confirmed) ?? null) } }
}

// As a transaction of its own, whose COMMIT flushes; it need not wait for a standby.
const nudgeSql = `select pg_catalog.set_config('synchronous_commit', 'local', true),
  pg_catalog.pg_logical_emit_message(true, 'pgwright.cache', '')`

function isPageEnd(lsn: string): boolean {
  return Number.parseInt(lsn.slice(-4), 16) % 8192 === 0
}

/** When all is over that had written before now: what is committed from then on is committed behind it. */
export async function settled(pool: Pool, isClosed: () => boolean): Promise<void> {
  const { rows } = await pool.query<{ xid: string }>({
    text: 'select pg_catalog.pg_current_xact_id()::text as xid',
    types: asText as never,
  })
  const bound = BigInt(rows[0]?.xid ?? 0)
  for (let pauseMs = 2; !isClosed(); pauseMs = Math.min(pauseMs * 2, 250)) {
    const text = 'select pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::text as xmin'
    const [row] = (await pool.query<{ xmin: string }>({ text, types: asText as never })).rows
    if (BigInt(row?.xmin ?? 0) >= bound) return
    await new Promise((resolve) => setTimeout(resolve, pauseMs).unref())
  }
}
