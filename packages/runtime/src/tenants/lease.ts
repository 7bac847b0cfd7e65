import type { Pool, PoolClient } from 'pg'
import { hearErrors, learnSession, requireFit, sessionKind } from '../wire/index.ts'

/** A connection of the pool, given back once: as it was, or never again to anyone. */
export class Lease {
  readonly client: PoolClient
  #over = false
  readonly #onDiscard: (reason: string) => void

  private constructor(client: PoolClient, onDiscard: (reason: string) => void) {
    this.client = client
    this.#onDiscard = onDiscard
    // The pool has no listener while a client is lent, and an error without any ends the process.
    client.on('error', ignore)
  }

  static async take(pool: Pool, onDiscard: (reason: string) => void): Promise<Lease> {
    hearErrors(pool)
    const client = await pool.connect()
    const lease = new Lease(client, onDiscard)
    try {
      requireFit(client)
      if (sessionKind(client) === undefined) await learnSession(client)
    } catch (error) {
      lease.giveBack()
      throw error
    }
    return lease
  }

  /** Whether a pooler gives its session to others as soon as no transaction is open on it. */
  get isShared(): boolean {
    return sessionKind(this.client) !== 'own'
  }

  get over(): boolean {
    return this.#over
  }

  giveBack(): void {
    if (this.#over) return
    this.#over = true
    this.client.release()
    this.client.removeListener('error', ignore)
  }

  /** Closes it: whoever is not sure that it is clean calls this. */
  discard(reason: string): void {
    if (this.#over) return
    this.#over = true
    // The listener stays: what the closing connection still has to say is of no use to anyone.
    this.client.release(true)
    this.#onDiscard(reason)
  }
}

function ignore(): void {}
