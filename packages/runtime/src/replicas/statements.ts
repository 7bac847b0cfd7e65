import type { OwnStatement } from '../wire/index.ts'

const own = (name: string, text: string): OwnStatement => ({ name: `pgwright ${name}`, text, constant: true })

export const begin = own('begin read', 'begin transaction read only')
export const commit = own('commit', 'commit')
export const rollback = own('rollback', 'rollback')

/** Once for a connection of the server's own, which can't outlive it: another one under the same name is another connection. */
export const identity = own('identity', 'select system_identifier::text from pg_catalog.pg_control_system()')

export const recovering = own('recovering', 'select pg_catalog.pg_is_in_recovery()')

/**
 * The timeline is the latest of those that the server is known to follow. It may be told late, which costs a read on
 * the primary, but never too early: a server that went another way can't follow it without a restart.
 */
const standbyTimeline = `greatest(
    (select timeline_id from pg_catalog.pg_control_checkpoint()),
    (select min_recovery_end_timeline from pg_catalog.pg_control_recovery()),
    (select received_tli from pg_catalog.pg_stat_wal_receiver))`

/** Replay only goes forward, so what has been replayed when this is asked is seen by every later statement. */
export const replayed = own(
  'replayed',
  `select pg_catalog.pg_is_in_recovery(), pg_catalog.pg_last_wal_replay_lsn()::text, ${standbyTimeline}`,
)

export const probedReplica = own(
  'probe replica',
  `select pg_catalog.pg_is_in_recovery(), pg_catalog.pg_last_wal_replay_lsn()::text,
    case when pg_catalog.pg_is_in_recovery() then pg_catalog.pg_is_wal_replay_paused() else false end`,
)

/** The place up to which the log is written: an idle primary's replicas reach it. */
export const probedPrimary = own('probe primary', 'select pg_catalog.pg_current_wal_lsn()::text')

/**
 * After COMMIT. What is inserted, not what is written: with `synchronous_commit = off` a commit returns before its
 * record is written. The name of a log file begins with the timeline.
 */
export const written = own(
  'written',
  `select pg_catalog.pg_current_wal_insert_lsn()::text,
    pg_catalog.substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_insert_lsn()), 1, 8)`,
)
