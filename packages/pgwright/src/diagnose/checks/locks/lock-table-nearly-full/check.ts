import { z } from 'zod'
import { formatCount, formatShare } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ locks: z.number(), room: z.number(), per_transaction: z.number() })

const fullShare = 0.7

export const check = sqlCheck({
  id: 'lock-table-nearly-full',
  title: 'Little room for locks',
  category: 'locks',
  severity: 'warning',
  reads: 'server',
  row,
  // Its entries are locked objects, not requests. Weak locks by the fast path, and predicate locks, lie elsewhere.
  sql: () => `
    select (select count(*) from (
        select distinct l.locktype, l.database, l.relation, l.page, l.tuple, l.virtualxid, l.transactionid, l.classid,
          l.objid, l.objsubid
        from pg_catalog.pg_locks l where not l.fastpath and l.mode <> 'SIReadLock') locked)::float8 as locks,
      pg_catalog.current_setting('max_locks_per_transaction')::float8 * (
        pg_catalog.current_setting('max_connections')::float8
          + pg_catalog.current_setting('max_prepared_transactions')::float8) as room,
      pg_catalog.current_setting('max_locks_per_transaction')::float8 as per_transaction`,
  detect: (rows) =>
    rows
      .filter(({ locks, room }) => locks >= room * fullShare)
      .map(({ locks, room, per_transaction }) => ({
        object: 'max_locks_per_transaction',
        objectType: 'setting',
        message: `${formatCount(locks)} objects are locked, and there is room for about ${formatCount(room)} (${formatShare(locks / room)}): when it is used up, statements of all sessions fail with “out of shared memory”.`,
        evidence: { lockedObjects: locks, room, maxLocksPerTransaction: per_transaction },
        help: 'Raise max_locks_per_transaction and restart, or touch fewer tables and partitions in one transaction.',
      })),
})
