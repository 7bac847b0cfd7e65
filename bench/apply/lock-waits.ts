import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { openSession } from './session.ts'

const everyMs = 20

/**
 * How long sessions of the application waited for locks, as the server has it: beside what the application sees, which a
 * busy machine makes longer.
 */
export class LockWaits {
  readonly #client: Client
  #longestMs = 0
  #ended = false
  #watching: Promise<void> = Promise.resolve()

  private constructor(client: Client) {
    this.#client = client
  }

  static async start(url: string): Promise<LockWaits> {
    const waits = new LockWaits(await openSession(url))
    waits.#watching = waits.#watch()
    return waits
  }

  /** The longest wait since this was last asked, to within the time between two looks. */
  take(): number {
    const longest = this.#longestMs
    this.#longestMs = 0
    return longest
  }

  async end(): Promise<void> {
    this.#ended = true
    await this.#watching
    await this.#client.end()
  }

  async #watch(): Promise<void> {
    while (!this.#ended) {
      const { rows } = await this.#client.query<{ ms: number | null }>(
        `select (extract(epoch from max(clock_timestamp() - l.waitstart)) * 1000)::float8 as ms
         from pg_locks l join pg_stat_activity a on a.pid = l.pid
         where not l.granted and a.application_name = 'application'`,
      )
      this.#longestMs = Math.max(this.#longestMs, rows[0]?.ms ?? 0)
      await sleep(everyMs)
    }
  }
}
