import { setTimeout as pause } from 'node:timers/promises'
import type { ClientBase } from 'pg'
import type { InspectResult } from '../model/index.ts'

export type Cost = InspectResult['cost']

/** A statement that took longer than this is followed by a pause as long as it took. */
const busyMs = 100
const longestPauseMs = 2_000

/**
 * Counts what a session's statements cost the server, and gives it pauses: whatever makes a statement slow, the
 * application needs the server more.
 */
export class Meter {
  #queries = 0
  #totalMs = 0
  #maxMs = 0

  get cost(): Cost {
    return { queries: this.#queries, totalMs: this.#totalMs, maxMs: this.#maxMs }
  }

  /** Counts all statements of a client from now on. */
  attach<Client extends ClientBase>(client: Client): Client {
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>
    const metered = async (...args: unknown[]) => {
      const startedAt = performance.now()
      try {
        return await query(...args)
      } finally {
        await this.#count(performance.now() - startedAt)
      }
    }
    return Object.assign(client, { query: metered })
  }

  async #count(tookMs: number): Promise<void> {
    this.#queries++
    this.#totalMs += tookMs
    this.#maxMs = Math.max(this.#maxMs, tookMs)
    if (tookMs > busyMs) await pause(Math.min(tookMs, longestPauseMs))
  }
}
