import pg, { type ClientBase, type Pool } from 'pg'
import { advance, type Position } from '../position.ts'
import { within } from '../within.ts'
import { checkChannel, defaultChannel, readPayload } from './payload.ts'
import { requireHearing } from './require-hearing.ts'

export interface ListenOptions {
  /** As in `invalidationTriggers`. `pgwright_cache` */
  readonly channel?: string
  /** How often the connection is asked for a sign of life. 2,000 */
  readonly checkMs?: number
  /**
   * Makes the connection: to the primary, and not through a pooler that gives each transaction another session. By
   * default one more, as the pool's are.
   */
  readonly connect?: () => Promise<ListenClient>
}

/** A connected client that is the listener's own. */
export type ListenClient = ClientBase & { end(): Promise<void> }

export interface Hearing {
  /** After the transaction has committed. */
  heard(tags: readonly string[]): Promise<void>
  /** From now on everything is heard; what came before may not have been. */
  gap(position: Position | null): Promise<void>
  blind(): void
}

/** The connection that listens. Whatever happens to it, it is told as a gap, and another one is made. */
export class Listener {
  #client: ListenClient | null = null
  #closed = false
  #failures = 0
  #timer: NodeJS.Timeout | undefined
  readonly #channel: string
  readonly #checkMs: number
  readonly #connect: () => Promise<ListenClient>
  readonly #hearing: Hearing
  readonly #pool: Pool

  constructor(pool: Pool, { channel = defaultChannel, checkMs = 2000, connect }: ListenOptions, hearing: Hearing) {
    checkChannel(channel)
    this.#channel = channel
    this.#checkMs = checkMs
    this.#connect = connect ?? (() => connectLike(pool))
    this.#hearing = hearing
    this.#pool = pool
  }

  /** @throws what the driver throws; RuntimeError `usage` behind a pooler through which nothing would be heard */
  async start(): Promise<void> {
    this.#hearing.blind()
    await this.#open()
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#drop()
  }

  async #open(): Promise<void> {
    const client = await this.#connect()
    if (this.#closed) {
      await client.end()
      return
    }
    this.#client = client
    const lost = () => this.#lose(client)
    client.on('error', lost)
    client.on('end', lost)
    client.on('notification', ({ channel, payload }) => {
      if (channel === this.#channel) this.#hear(payload ?? '')
    })
    await requireHearing(client, this.#pool, this.#checkMs)
    await client.query(`listen ${client.escapeIdentifier(this.#channel)}`)
    await this.#hearing.gap(await advance(client))
    this.#failures = 0
    this.#check(client)
  }

  #hear(payload: string): void {
    const tags = readPayload(payload)
    if (tags === null) void this.#hearing.gap(null).catch(() => {})
    // What could not be placed yet is placed later by itself.
    else void this.#hearing.heard(tags).catch(() => {})
  }

  #check(client: ListenClient): void {
    this.#timer = setTimeout(async () => {
      try {
        await within(client.query('select 1'), this.#checkMs)
        if (client === this.#client) this.#check(client)
      } catch {
        this.#lose(client)
      }
    }, this.#checkMs).unref()
  }

  #lose(client: ListenClient): void {
    if (client !== this.#client || this.#closed) return
    void this.#drop()
    this.#hearing.blind()
    this.#retry()
  }

  #retry(): void {
    const ms = Math.min(50 * 2 ** this.#failures++, 5000)
    this.#timer = setTimeout(
      () => {
        this.#open().catch(() => {
          void this.#drop()
          if (!this.#closed) this.#retry()
        })
      },
      ms * (0.5 + Math.random() / 2),
    ).unref()
  }

  async #drop(): Promise<void> {
    const client = this.#client
    this.#client = null
    clearTimeout(this.#timer)
    // A connection that is open on one side only may never end by itself.
    if (client !== null) await within(client.end(), 1000).catch(() => {})
  }
}

/** The pool's own options: its password is hidden from a copy. */
async function connectLike(pool: Pool): Promise<ListenClient> {
  const client = new pg.Client(pool.options)
  try {
    await client.connect()
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
  return client
}
