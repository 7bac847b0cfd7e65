import type { ClientBase } from 'pg'
import { parseSnapshot, type Snapshot } from './snapshot.ts'

/**
 * A history of WAL in which positions can be compared: the same cluster, on the same timeline, and with no crash in
 * between, since a crash loses what was inserted but not flushed, and positions are then given out a second time.
 */
export interface Lineage {
  readonly system: string
  /** Eight hex digits. */
  readonly timeline: string
  /** When statistics were last reset, which a crash does; null on a replica and before PostgreSQL 15. */
  readonly crash: string | null
}

/** Where the server's WAL was. A read that begins after it was taken sees all that was visible at that time. */
export interface Position {
  readonly lineage: Lineage
  /** Sixteen hex digits, so that the order of strings is that of positions, in Lua too. */
  readonly lsn: string
  /**
   * False within a transaction whose snapshot is older than the position (repeatable read, serializable), or which has
   * written: what it reads is not for others.
   */
  readonly shareable: boolean
}

const lineageColumns = `
  (select system_identifier::text from pg_catalog.pg_control_system()) as system,
  case
    when not pg_catalog.pg_is_in_recovery()
      then pg_catalog.left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_insert_lsn()), 8)
    else pg_catalog.lpad(pg_catalog.to_hex(coalesce(
      (select received_tli from pg_catalog.pg_stat_wal_receiver),
      (select timeline_id from pg_catalog.pg_control_checkpoint()))), 8, '0')
  end as timeline,
  case when not pg_catalog.pg_is_in_recovery() and pg_catalog.current_setting('server_version_num')::int >= 150000
    then (extract(epoch from pg_catalog.pg_stat_get_bgwriter_stat_reset_time()) * 1000000)::bigint::text
  end as crash`

const positionSql = `select${lineageColumns},
  case when pg_catalog.pg_is_in_recovery() then pg_catalog.pg_last_wal_replay_lsn()
    else pg_catalog.pg_current_wal_insert_lsn() end::text as lsn,
  case when (pg_catalog.current_setting('transaction_isolation') in ('read committed', 'read uncommitted')
      or pg_catalog.now() = pg_catalog.statement_timestamp())
    and pg_catalog.pg_current_xact_id_if_assigned() is null then 'yes' else 'no' end as shareable`

// A message moves the WAL on, so that what is read from now on begins behind its end, and what was read before did
// not: with the bare position both could be the same on a quiet server, and no fill could ever be told to be fresh.
const advanceSql = `select${lineageColumns},
  pg_catalog.pg_logical_emit_message(false, 'pgwright.cache', '')::text as lsn, 'yes' as shareable`

const lookSql = `${advanceSql}, pg_catalog.pg_current_snapshot()::text as snapshot`

interface PositionRow {
  readonly system: string
  readonly timeline: string | null
  readonly crash: string | null
  readonly lsn: string | null
  readonly shareable: string
}

/** All columns are text; an application's own parsers are not asked. */
export const asText = { getTypeParser: () => (text: string) => text }

/** Null where the server tells none (LSN 0, as some managed services do). To be sent before what it is to be a bound of. */
export async function readPosition(client: Pick<ClientBase, 'query'>): Promise<Position | null> {
  return positionOf(await client.query<PositionRow>({ text: positionSql, types: asText as never }))
}

/**
 * Moves the WAL on and tells where to. Called after COMMIT has returned, every read that may have missed the commit
 * began below this position, and every later one begins at or above it. Writes about 60 bytes of WAL; any role may.
 */
export async function advance(client: Pick<ClientBase, 'query'>): Promise<Position | null> {
  return positionOf(await client.query<PositionRow>({ text: advanceSql, types: asText as never }))
}

/**
 * As `advance`, with what can be seen at that time: what a transaction did that the snapshot sees is seen by every read
 * from the position on. Its COMMIT can be decoded from the WAL before that.
 */
export async function look(
  client: Pick<ClientBase, 'query'>,
): Promise<{ readonly position: Position | null; readonly snapshot: Snapshot }> {
  const result = await client.query<PositionRow & { snapshot: string }>({ text: lookSql, types: asText as never })
  return { position: positionOf(result), snapshot: parseSnapshot(result.rows[0]?.snapshot ?? '') }
}

function positionOf({ rows: [row] }: { readonly rows: readonly PositionRow[] }): Position | null {
  if (row === undefined || row.lsn === null || row.timeline === null) return null
  const lsn = toLsn(row.lsn)
  if (lsn === noLsn) return null
  const { system, timeline, crash } = row
  return { lineage: { system, timeline: timeline.toLowerCase(), crash }, lsn, shareable: row.shareable === 'yes' }
}

export const noLsn = '0'.repeat(16)

const lsnForm = /^([0-9a-f]{1,8})\/([0-9a-f]{1,8})$/i

/** `16/B374D848` as sixteen hex digits; undefined where it is none. */
export function parseLsn(text: string): string | undefined {
  const [, high, low] = lsnForm.exec(text) ?? []
  if (high === undefined || low === undefined) return undefined
  return (high.padStart(8, '0') + low.padStart(8, '0')).toLowerCase()
}

function toLsn(text: string): string {
  return parseLsn(text) ?? noLsn
}

/** The position just behind: what an application read itself, without moving the WAL on, may be shared by a stale fill. */
export function afterLsn(lsn: string): string {
  return (BigInt(`0x${lsn}`) + 1n).toString(16).padStart(16, '0')
}

/** How a lineage that is met relates to the one that is known. Of another cluster or after a crash, the newcomer wins. */
export function compareLineage(met: Lineage, known: Lineage): 'same' | 'newer' | 'older' {
  if (met.system !== known.system) return 'newer'
  if (met.timeline !== known.timeline) return met.timeline > known.timeline ? 'newer' : 'older'
  return met.crash === null || known.crash === null || met.crash === known.crash ? 'same' : 'newer'
}

/** For Redis. */
export function lineageText({ system, timeline, crash }: Lineage): string {
  return `${system}/${timeline}/${crash ?? ''}`
}

export function parseLineage(text: string): Lineage | null {
  const [system, timeline, crash] = text.split('/')
  if (!system || !timeline) return null
  return { system, timeline, crash: crash || null }
}
