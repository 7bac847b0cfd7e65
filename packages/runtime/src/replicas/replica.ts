import type { Pool } from 'pg'
import type { Lsn } from './lsn.ts'

/**
 * `unknown`: not asked yet; `unreachable`: no answer; `promoted`: takes writes itself; `paused`: replays nothing;
 * `lagging`: more than is allowed; `foreign`: another cluster's; `diverged`: ahead of its primary.
 */
export type ReplicaState =
  | 'ready'
  | 'unknown'
  | 'unreachable'
  | 'promoted'
  | 'paused'
  | 'lagging'
  | 'foreign'
  | 'diverged'

/** What is known of a replica, as of its last probe. */
export class Replica {
  readonly name: string
  readonly pool: Pool
  /** Reads it gets in proportion to others of the same latency. */
  readonly share: number
  state: ReplicaState = 'unknown'
  replayed: Lsn = 0n
  /** Infinite where it can't be told. */
  lagBytes = Number.POSITIVE_INFINITY
  lagMs = Number.POSITIVE_INFINITY
  /** Of an answer, exponentially weighted. */
  latencyMs = 1
  /** What it is owed of the reads, of the smooth weighted round robin. */
  credit = 0

  constructor(name: string, pool: Pool, share: number) {
    this.name = name
    this.pool = pool
    this.share = share
  }

  answered(ms: number): void {
    this.latencyMs += (ms - this.latencyMs) / 8
  }

  drop(state: ReplicaState): void {
    this.state = state
    this.lagBytes = Number.POSITIVE_INFINITY
    this.lagMs = Number.POSITIVE_INFINITY
  }
}
