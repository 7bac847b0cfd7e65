import { RuntimeError } from '../error.ts'
import type { GuardedPool } from './guarded-pool.ts'
import { queryWith } from './query-with.ts'
import { type PoolStatus, poolStatus } from './status.ts'

export interface Health {
  /** Whether the server answers, as far as this pool can tell. */
  readonly ok: boolean
  /** Of a statement that does nothing, with what it waited for; null where none was sent. */
  readonly latencyMs: number | null
  /** Why it is not `ok`, or why nothing was sent. Nothing of the connection's address or role is in it. */
  readonly reason: string | null
  readonly pool: PoolStatus
}

/**
 * While all connections are in use nothing is sent: a check that waited with the rest would have an instance restarted
 * for being busy. It is `ok` then if the server answered another within the last `timeoutMs`.
 */
export async function health(pool: GuardedPool, timeoutMs: number): Promise<Health> {
  const result = (ok: boolean, latencyMs: number | null, reason: string | null): Health => ({
    ...{ ok, latencyMs, reason },
    pool: poolStatus(pool),
  })
  if (pool.isDraining) return result(false, null, 'draining')
  const began = performance.now()
  if (pool.isExhausted) {
    const ok = began - pool.measured.lastAnswer <= timeoutMs
    return result(ok, null, ok ? 'all connections in use' : 'all connections in use, and no answer of the server')
  }
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    await withinSignal(signal, queryWith(pool, 'select 1', [], { signal, waitTimeoutMs: timeoutMs }))
    return result(true, performance.now() - began, null)
  } catch (error) {
    return result(false, null, signal.aborted ? `no answer within ${timeoutMs} ms` : reasonOf(error))
  }
}

/** A server that neither answers nor takes the cancel keeps its statement waiting; the check must not wait with it. */
function withinSignal(signal: AbortSignal, work: Promise<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work.then(resolve, reject)
  })
}

function reasonOf(error: unknown): string {
  if (error instanceof RuntimeError) return error.message
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? `the server refused: ${code}` : 'the statement failed'
}
