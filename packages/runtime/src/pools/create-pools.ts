import pg from 'pg'
import { instrument } from '../drivers/pg.ts'
import { RuntimeError } from '../error.ts'
import { type Advice, type AdviseOptions, advise } from './advise.ts'
import { GuardedPool } from './guarded-pool.ts'
import { type Health, health } from './health.ts'
import type { Leak } from './leaks.ts'
import { metrics } from './metrics.ts'
import { type PoolsOptions, settingsOf } from './options.ts'
import { type QueryOptions, queryWith } from './query-with.ts'
import type { ConnectOptions } from './request.ts'
import { type PoolStatus, poolStatus } from './status.ts'

/** A pg.Pool like any other, for whatever takes one; its `connect` also takes how long to wait, and a signal. */
export type ManagedPool = pg.Pool & { connect(options?: ConnectOptions): Promise<pg.PoolClient> }

export interface TimesListener {
  /** How long one waited that was given a connection: next to 0 where one was idle. */
  wait(ms: number): void
  /** How long one had it. */
  hold(ms: number): void
}

export interface Pools {
  readonly pool: ManagedPool
  /**
   * One statement that can be given up. An abort leaves the queue, or asks the server to end the statement.
   *
   * @throws the signal's reason once it is aborted.
   */
  query<Row extends pg.QueryResultRow>(
    text: string,
    values?: readonly unknown[],
    options?: QueryOptions,
  ): Promise<pg.QueryResult<Row>>
  status(): PoolStatus
  /** The lines that took a connection and didn't give it back in time, with how often each did. */
  leaks(): readonly (Leak & { readonly times: number })[]
  /** What size the pool should have, by what it measured and what the server has. Asks the server. */
  advise(options?: AdviseOptions): Promise<Advice>
  /** Never throws. `ok` is whether the server answers, also while all connections are in use. */
  health(options?: { readonly timeoutMs?: number }): Promise<Health>
  /** Hears of each duration in milliseconds, until the function that is returned is called. Must not throw. */
  onTimes(listener: TimesListener): () => void
  /** In Prometheus' text format. */
  metrics(): string
  /**
   * Gives no more connections, lets those who wait and those who have one finish within `withinMs` (default: 10 000),
   * then takes away what is left and closes. A second call waits for the first.
   */
  drain(options?: { readonly withinMs?: number }): Promise<{ readonly takenAway: number }>
}

const drainMs = 10_000

/**
 * A pool for the place where it stands, which never waits without bound and tells what happens in it. Its statements
 * are told to who observes, without `instrument`.
 *
 * @throws RuntimeError `usage`
 */
export function createPools(options: PoolsOptions): Pools {
  const settings = settingsOf(options)
  if (typeof pg.Client.prototype.getTransactionStatus !== 'function')
    throw new RuntimeError(
      'usage',
      'This version of pg does not tell whether a connection is in a transaction.',
      'Install a later version of pg 8.',
    )
  // Its own way of asking is not that of pg's pools, which the driver's patch knows.
  const pool = instrument(new GuardedPool(settings))
  return {
    pool,
    query: (text, values = [], options = {}) => queryWith(pool, text, values, options),
    status: () => poolStatus(pool),
    leaks: () => pool.measured.leaks.list(),
    advise: (options = {}) => advise(pool, options),
    health: ({ timeoutMs = 1_000 } = {}) => health(pool, timeoutMs),
    onTimes: ({ wait, hold }) => {
      const stops = [pool.measured.wait.listen(wait), pool.measured.hold.listen(hold)]
      return () => {
        for (const stop of stops) stop()
      }
    },
    metrics: () => metrics(pool),
    drain: async ({ withinMs = drainMs } = {}) => ({ takenAway: await pool.drain(withinMs) }),
  }
}
