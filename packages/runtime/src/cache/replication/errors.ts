import { RuntimeError } from '../../error.ts'
import { invalidationSlot } from './statements.ts'

/**
 * What the server refused, with what to do about it; anything else as it came. SQLSTATEs: PostgreSQL manual, appendix A.
 * The same state stands for several things: which one is told by what was being done.
 */
export function replicationError(error: unknown, doing: 'connect' | 'create' | 'start', slot: string | null): unknown {
  const { code } = (error ?? {}) as { readonly code?: string }
  const refused = (message: string, hint: string) => new RuntimeError('usage', message, hint, { cause: error })
  if (code === '42501')
    return refused(
      'The role may not replicate.',
      'alter role … replication; or pass `connection` for a role that has it.',
    )
  if (code === '28000' && doing === 'connect')
    return refused(
      'The server lets nobody in to replicate from here.',
      'Look at pg_hba.conf: a logical connection needs a line for this database.',
    )
  if (code === '08P01' && doing === 'connect')
    return refused(
      'What answers does not replicate: a pooler stands between this process and the server.',
      'Pass `connection` with a way to the server itself.',
    )
  if (code === '53300')
    return refused(
      'The server has no room for another connection that replicates.',
      'Set max_wal_senders higher (each process takes one) and restart it.',
    )
  if (code === '53400' && doing === 'create')
    return refused(
      'The server has no free replication slot.',
      'Set max_replication_slots higher (each process takes one) and restart it, or drop slots that nobody uses.',
    )
  if (code === '42704' && doing === 'start' && slot !== null)
    return refused('There is no such slot.', `Make it: ${invalidationSlot(slot).trim()}`)
  if (code === '55006')
    return refused('Another process uses the slot.', 'Give each process a slot of its own, or use temporary ones.')
  if (code === '55000' && doing === 'start')
    return refused(
      'The slot can not be read any more: the server has removed WAL that it needs, or it is of another kind.',
      'Drop it and make it anew; set max_slot_wal_keep_size higher if it was away too long.',
    )
  return error
}

export function timedOut(ms: number): RuntimeError {
  return new RuntimeError(
    'timeout',
    `Nothing could be replicated within ${ms} ms: a slot is ready only when all transactions that have written by then are over.`,
    'End those that are left open (pg_stat_activity, pg_prepared_xacts), or set startMs higher.',
  )
}

export function lost(): RuntimeError {
  return new RuntimeError(
    'unavailable',
    'The stream was lost while it was being opened.',
    'It is opened again by itself.',
  )
}

export function tooMany(): RuntimeError {
  return new RuntimeError(
    'unavailable',
    'Too many transactions were heard that could not be placed.',
    'Look whether the pool has connections to give.',
  )
}

export function tooFar(bytes: number): RuntimeError {
  return new RuntimeError(
    'unavailable',
    `The slot kept the server from removing more than ${bytes} bytes of WAL.`,
    'Look for transactions that are open for long, and whether this process has time to read.',
  )
}
