import type { Pool } from 'pg'
import { RuntimeError } from '../../error.ts'
import { within } from '../within.ts'
import { Changes, type Committed } from './changes.ts'
import { lost, replicationError, timedOut, tooFar, tooMany } from './errors.ts'
import { readMessage } from './messages.ts'
import {
  type ReplicationOptions,
  type ReplicationSettings,
  type ReplicationStatus,
  replicationSettings,
} from './options.ts'
import { checkSetUp } from './set-up.ts'
import { checkSameServer, endProcess, makeTemporarySlot, settled, standing } from './slot.ts'
import { Stream } from './stream.ts'
import { Tables } from './tables.ts'
import { Watch } from './watch.ts'

export interface ReplicationHearing {
  /**
   * It has committed, though it may not be seen yet; `owed` is null where its tags are known only then. False where that
   * are too many to remember.
   */
  heard(xid: number, owed: readonly string[] | null, tags: () => Promise<readonly string[]>): boolean
  /** What was committed before may not have been heard. */
  gap(): Promise<void>
  /** What is committed now may not be heard. */
  blind(): void
  /** All that was committed has been heard. */
  seeing(): void
}

/** A subscription to what is published. Whatever happens to it, another one is made; what was missed is told as a gap. */
export class Subscription {
  #stream: Stream | null = null
  #slot: string | null = null
  #state: 'up' | 'away' = 'away'
  #closed = false
  /** Then who opens takes care of the next time. */
  #opening = false
  /** The server's process that makes a slot now. */
  #making: number | null = null
  #failures = 0
  #timer: NodeJS.Timeout | undefined
  #lagging = false
  #watcher: Watch | null = null
  /** Up to where a permanent slot was confirmed: null before the first time. */
  #confirmed: string | null = null
  #status: Omit<ReplicationStatus, 'state' | 'slot'> = {
    lagBytes: null,
    walLimitBytes: null,
    transactions: 0,
    failure: null,
  }
  #up: () => void = () => {}
  readonly #pool: Pool
  readonly #settings: ReplicationSettings
  readonly #tables: Tables
  readonly #hearing: ReplicationHearing

  /** @throws RuntimeError `usage` */
  constructor(pool: Pool, options: ReplicationOptions, hearing: ReplicationHearing) {
    this.#pool = pool
    this.#settings = replicationSettings(options)
    this.#tables = new Tables(pool, this.#settings.tables)
    this.#hearing = hearing
  }

  get status(): ReplicationStatus {
    return { state: this.#state, slot: this.#slot, ...this.#status }
  }

  /** Until all that is committed is heard. @throws RuntimeError, or what the driver throws; it is closed then */
  async start(): Promise<void> {
    const { startMs } = this.#settings
    this.#hearing.blind()
    const up = new Promise<void>((resolve) => {
      this.#up = resolve
    })
    try {
      await within(Promise.all([this.#open(true), up]), startMs)
    } catch (error) {
      await this.close()
      throw error instanceof RuntimeError && error.code === 'timeout' ? timedOut(startMs) : error
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#drop()
  }

  async #open(first: boolean): Promise<void> {
    this.#opening = true
    try {
      const { stream, slot } = await this.#begin(first)
      this.#failures = 0
      this.#watcher = this.#watch(stream, slot)
    } finally {
      this.#opening = false
    }
  }

  async #begin(first: boolean): Promise<{ readonly stream: Stream; readonly slot: string }> {
    const checked = await checkSetUp(this.#pool, this.#settings, first)
    this.#status = { ...this.#status, walLimitBytes: checked.walLimitBytes }
    await this.#tables.ask(checked.oids)
    const stream = await this.#connect()
    const pid = await checkSameServer(this.#pool, stream)
    const { slot: permanent, publications } = this.#settings
    const slot = permanent?.name ?? (await this.#makeSlot(stream, pid))
    const goesOn = permanent !== undefined && (await this.#goesOn(slot))
    // Until the gap has been told, nothing that is confirmed tells that it need not be.
    if (!goesOn) this.#confirmed = null
    try {
      await stream.start(slot, publications)
    } catch (error) {
      throw replicationError(error, 'start', permanent?.name ?? null)
    }
    this.#slot = slot
    if (!goesOn) {
      // Behind the slot's beginning nothing is missed, but what lies before may still come to be seen.
      await settled(this.#pool, () => stream !== this.#stream)
      await this.#hearing.gap()
      this.#confirmed = stream.lsn
    }
    if (stream !== this.#stream) throw lost()
    return { stream, slot }
  }

  async #makeSlot(stream: Stream, pid: number): Promise<string> {
    this.#making = pid
    const name = await makeTemporarySlot(stream)
    this.#making = null
    return name
  }

  async #connect(): Promise<Stream> {
    const changes = new Changes((relation) => this.#tables.taggingOf(relation))
    let stream: Stream | null = null
    const events = {
      message: (data: Buffer) => {
        const message = readMessage(data)
        if (message.kind === 'relation') this.#tables.learn(message.relation)
        const committed = changes.take(message)
        if (committed !== null) this.#hear(committed)
        if (message.kind === 'commit') stream?.reach(message.end)
      },
      reached: (lsn: string) => {
        if (this.#confirmed !== null && lsn > this.#confirmed) this.#confirmed = lsn
        this.#watcher?.reach(lsn)
      },
      lost: (error: unknown) => {
        if (stream !== null) this.#lose(stream, error)
      },
    }
    try {
      stream = await Stream.open(this.#pool, this.#settings.connection, events)
    } catch (error) {
      throw replicationError(error, 'connect', null)
    }
    if (this.#closed) {
      await stream.close()
      throw lost()
    }
    this.#stream = stream
    return stream
  }

  #hear(committed: Committed): void {
    // Before PostgreSQL 15 transactions that changed nothing that is published come too.
    if (committed.changed.size === 0) return
    this.#status = { ...this.#status, transactions: this.#status.transactions + 1 }
    const tags = async (): Promise<readonly string[]> => {
      await this.#tables.ask(committed.changed.keys())
      return this.#tables.tagsOf(committed) ?? tags()
    }
    if (this.#hearing.heard(committed.xid, this.#tables.tagsOf(committed), tags)) return
    this.#confirmed = null
    throw tooMany()
  }

  /** Whether a permanent slot stands no further than this process has come: then nothing is missed. */
  async #goesOn(slot: string): Promise<boolean> {
    const { confirmed } = (await standing(this.#pool, slot, false)).slot ?? {}
    return this.#confirmed !== null && typeof confirmed === 'string' && confirmed <= this.#confirmed
  }

  #watch(stream: Stream, slot: string): Watch {
    const { checkMs } = this.#settings
    return new Watch({
      pool: this.#pool,
      stream,
      slot,
      checkMs,
      checkSetUp: async () => {
        await checkSetUp(this.#pool, this.#settings, false)
      },
      caughtUp: () => this.#see(),
      late: () => this.#goBlind(),
      lag: (bytes) => this.#look(stream, bytes),
      lost: (error) => this.#lose(stream, error),
    })
  }

  #see(): void {
    if (this.#state === 'up') return
    this.#state = 'up'
    this.#hearing.seeing()
    this.#up()
  }

  #look(stream: Stream | null, lagBytes: number | null): void {
    const { maxLagBytes, onLag, slot } = this.#settings
    this.#status = { ...this.#status, lagBytes }
    const lags = lagBytes !== null && lagBytes > maxLagBytes
    if (lags && !this.#lagging) {
      try {
        onLag(this.status)
      } catch {}
    }
    this.#lagging = lags
    if (lags && slot === undefined && stream !== null) this.#lose(stream, tooFar(maxLagBytes))
  }

  #goBlind(): void {
    if (this.#state === 'away') return
    this.#state = 'away'
    this.#hearing.blind()
  }

  #lose(stream: Stream, error: unknown): void {
    if (stream !== this.#stream || this.#closed) return
    this.#fail(error)
    void this.#drop()
    if (!this.#opening) this.#retry()
  }

  #fail(error: unknown): void {
    const message = error instanceof Error ? error.message : 'The server has ended the stream.'
    this.#status = { ...this.#status, failure: { message, hint: error instanceof RuntimeError ? error.hint : null } }
  }

  #retry(): void {
    const ms = Math.min(50 * 2 ** this.#failures++, 5000)
    this.#timer = setTimeout(
      () => {
        this.#open(false).catch((error: unknown) => {
          if (this.#closed) return
          this.#fail(error)
          void this.#drop()
          void this.#measure()
          this.#retry()
        })
      },
      ms * (0.5 + Math.random() / 2),
    ).unref()
  }

  /** A permanent slot goes on keeping WAL while nobody reads it. */
  async #measure(): Promise<void> {
    const { slot } = this.#settings
    const now = slot && (await standing(this.#pool, slot.name, false).catch(() => undefined))
    if (now?.slot && this.#stream === null && !this.#closed) this.#look(null, now.slot.lagBytes)
  }

  async #drop(): Promise<void> {
    const stream = this.#stream
    this.#stream = null
    this.#slot = null
    this.#status = { ...this.#status, lagBytes: null }
    this.#watcher?.stop()
    this.#watcher = null
    clearTimeout(this.#timer)
    if (stream === null) return
    this.#goBlind()
    if (this.#making !== null) await endProcess(this.#pool, this.#making)
    this.#making = null
    await stream.close()
  }
}
