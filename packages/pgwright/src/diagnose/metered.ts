import { setTimeout as pause } from 'node:timers/promises'
import type { ClientBase, QueryResult } from 'pg'
import { inSavepoint } from '../observe/index.ts'

export interface Cost {
  readonly queries: number
  readonly totalMs: number
  readonly maxMs: number
}

/** A statement that took longer than this is followed by a pause as long as it took. */
const busyMs = 100
const longestPauseMs = 2_000

/**
 * A reader that counts what it costs the server, and that takes half of a busy server's time at most: whatever made a
 * statement slow, the application needs the server more.
 */
export class Metered {
  #queries = 0
  #totalMs = 0
  #maxMs = 0
  #client: ClientBase

  constructor(client: ClientBase) {
    this.#client = client
  }

  get cost(): Cost {
    return { queries: this.#queries, totalMs: this.#totalMs, maxMs: this.#maxMs }
  }

  /** Goes on with another session, and with the same count. */
  set client(client: ClientBase) {
    this.#client = client
  }

  /** What is refused leaves the transaction as it was. */
  async query(sql: string): Promise<QueryResult<Record<string, unknown>>> {
    return this.measure(() => inSavepoint(this.#client, () => this.#client.query(sql)))
  }

  /** Counts `work` as one statement. */
  async measure<Result>(work: () => Promise<Result>): Promise<Result> {
    const startedAt = performance.now()
    try {
      return await work()
    } finally {
      const tookMs = performance.now() - startedAt
      this.#queries++
      this.#totalMs += tookMs
      this.#maxMs = Math.max(this.#maxMs, tookMs)
      if (tookMs > busyMs) await pause(Math.min(tookMs, longestPauseMs))
    }
  }
}
