import { randomBytes } from 'node:crypto'
import { compareLineage, type Lineage, lineageText, type Position, parseLineage } from '../position.ts'
import { within } from '../within.ts'
import { away, Commands } from './commands.ts'
import { Heartbeat } from './heartbeat.ts'
import type { RedisLink } from './link.ts'
import { Owed } from './owed.ts'
import {
  beatScript,
  invalidateScript,
  leaveScript,
  openScript,
  readScript,
  releaseScript,
  type Script,
  storeScript,
} from './scripts.ts'

export interface TierOptions {
  /** Common to all processes that share what is cached. */
  readonly name: string
  readonly commandTimeoutMs: number
  readonly heartbeatMs: number
  readonly lockMs: number
  /** How long a tag's last invalidation is kept: as long as the longest entry. */
  readonly tagMs: number
}

/** What the tier needs of the cache that it belongs to. */
export interface TierHost {
  /** Moves the primary's WAL on. */
  advance(): Promise<Position | null>
  learn(lineage: Lineage): 'same' | 'newer' | 'older'
  lineage(): Lineage | null
  /** Another process, or this one, has invalidated. */
  invalidated(tags: readonly string[], lsn: string): void
  /** Invalidations by others may have been missed until now. */
  returned(): void
  /** From now on they can't be heard. */
  away(): void
}

export interface RedisHit {
  readonly kind: 'hit'
  readonly lsn: string
  readonly tags: readonly string[]
  readonly data: string
  /** 0 or less where it is stale. */
  readonly freshMs: number
  readonly staleMs: number
  /** It is stale, and the caller has the lock to fill it anew. */
  readonly locked: boolean
}

export type ReadReply = RedisHit | { readonly kind: 'lock' | 'wait' | 'away' }

export interface Stored {
  /** In which the fill began. */
  readonly epoch: string
  readonly key: string
  readonly token: string
  readonly lsn: string
  readonly tags: readonly string[]
  readonly data: string
  readonly freshMs: number
  readonly staleMs: number
}

/**
 * The tier in Redis, which is either up, with all that was invalidated told and heard, or away. Anything odd (a lost
 * connection, a command without an answer, another epoch) makes it away at once; it returns by itself.
 */
export class RedisTier {
  #epoch: string | null = null
  #runId = ''
  /** Counts what makes replies that are still to come worthless. */
  #breaks = 0
  #attempts = 0
  #closed = false
  #timer: NodeJS.Timeout | undefined
  #up: (() => void)[] = []
  readonly #owed = new Owed(1000)
  readonly #heartbeat: Heartbeat
  readonly #own = `own:${randomBytes(8).toString('hex')}`
  readonly #state: string
  readonly #channel: string
  readonly #link: RedisLink
  readonly #commands: Commands
  readonly #options: TierOptions
  readonly #host: TierHost

  constructor(link: RedisLink, options: TierOptions, host: TierHost) {
    this.#link = link
    this.#options = options
    this.#host = host
    // Braces keep all keys of a cache on one node of a cluster.
    this.#state = `{pgwright:${options.name}}`
    this.#channel = `${this.#state}:invalidated`
    this.#commands = new Commands(link, this.#state, options.commandTimeoutMs)
    this.#heartbeat = new Heartbeat(options.heartbeatMs, options.commandTimeoutMs, {
      send: (number) => this.#beat(number),
      missed: () => this.#goAway(),
    })
    host.away()
    this.#openIn(0)
  }

  /** In which a fill begins; null while away. */
  get epoch(): string | null {
    return this.#epoch
  }

  get owes(): number {
    return this.#owed.size
  }

  /** When it is up. */
  ready(): Promise<void> {
    if (this.#epoch !== null) return Promise.resolve()
    return new Promise((resolve) => this.#up.push(resolve))
  }

  /** @param token by which the lock of the key is held, where there is no value or a stale one */
  async read(key: string, token: string): Promise<ReadReply> {
    const epoch = this.#epoch
    if (epoch === null) return { kind: 'away' }
    const breaks = this.#breaks
    const reply = await this.#attempt<string[]>(readScript, [epoch, key, token, String(this.#options.lockMs)])
    // What a server says that was met in between may be of any time.
    if (reply === undefined || breaks !== this.#breaks) return { kind: 'away' }
    const [kind, lsn = '', tags = '[]', data = '', fresh, stale, locked] = reply
    if (kind === 'hit') {
      const times = { freshMs: Number(fresh), staleMs: Number(stale) }
      return { kind, lsn, tags: JSON.parse(tags), data, ...times, locked: locked === 'locked' }
    }
    if (kind === 'lock' || kind === 'wait') return { kind }
    this.#goAway()
    return { kind: 'away' }
  }

  /** 'kept' unless an invalidation has overtaken the fill; 'away' where that can't be known. */
  async store({
    epoch,
    key,
    token,
    lsn,
    tags,
    data,
    freshMs,
    staleMs,
  }: Stored): Promise<'kept' | 'overtaken' | 'away'> {
    const lineage = this.#host.lineage()
    if (this.#epoch === null || lineage === null) return 'away'
    const ttl = String(Math.ceil(freshMs + staleMs))
    const words = [epoch, key, token, lineageText(lineage), lsn, JSON.stringify(tags), data, ttl]
    const times = [String(Math.ceil(staleMs)), String(this.#options.tagMs)]
    const reply = await this.#attempt<string>(storeScript, [...words, ...times])
    if (reply === 'kept' || reply === 'overtaken') return reply
    if (reply === 'lineage' || epoch === this.#epoch) this.#goAway()
    return reply === undefined ? 'away' : 'overtaken'
  }

  async release(epoch: string, key: string, token: string): Promise<void> {
    if (this.#epoch !== null) await this.#attempt(releaseScript, [epoch, key, token])
  }

  /** Told to all processes, or owed and told when Redis is back. */
  async invalidate(tags: readonly string[], lsn: string): Promise<void> {
    const epoch = this.#epoch
    if (epoch !== null && (await this.#tell(epoch, tags, lsn))) return
    this.#owed.add(tags, lsn)
    this.#goAway()
  }

  /** Where it is not known what was invalidated: nothing that is in Redis now is used any more. */
  async renew(): Promise<void> {
    this.#owed.addAll()
    this.#goAway()
  }

  /** Where its epoch belongs to a history of WAL that has ended. */
  reopen(): void {
    this.#goAway()
  }

  async close(): Promise<void> {
    const left = this.#epoch !== null && this.#owed.size === 0
    this.#closed = true
    this.#epoch = null
    clearTimeout(this.#timer)
    this.#heartbeat.stop()
    if (left) await this.#commands.run(leaveScript, [`${this.#state}:${this.#own}`]).catch(() => {})
    await this.#link.close()
  }

  #goAway(): void {
    if (this.#closed || this.#epoch === null) return
    this.#breaks++
    this.#heartbeat.stop()
    this.#epoch = null
    this.#host.away()
    this.#attempts = 0
    this.#openIn(10)
  }

  /** A connection broke: what is being opened is worth nothing any more either. */
  #lost(): void {
    this.#breaks++
    this.#goAway()
  }

  #openIn(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#tryToOpen(), ms * (0.5 + Math.random() / 2)).unref()
  }

  async #tryToOpen(): Promise<void> {
    try {
      await this.#open()
    } catch {
      this.#attempts++
      if (!this.#closed) this.#openIn(Math.min(25 * 2 ** this.#attempts, 250))
    }
  }

  async #open(): Promise<void> {
    const breaks = this.#breaks
    const { commandTimeoutMs } = this.#options
    if (!this.#link.ready()) throw away()
    const hear = (message: string) => this.#hear(message)
    const listening = this.#link.listen([this.#channel, `${this.#state}:${this.#own}`], hear, () => this.#lost())
    await within(listening, commandTimeoutMs * 2)
    this.#runId = await this.#commands.runId()
    const position = await this.#host.advance()
    // A server that was left behind has nothing to say about what is fresh.
    if (position === null || this.#host.learn(position.lineage) === 'older') throw away()
    const lineage = this.#host.lineage() ?? position.lineage
    let [epoch, theirs] = await this.#begin('', lineage, position.lsn)
    if (this.#owed.all || theirs !== lineageText(lineage)) {
      const known = parseLineage(theirs)
      if (known !== null && compareLineage(lineage, known) === 'older') throw away()
      const { all } = this.#owed
      if (all) this.#owed.clear()
      ;[epoch, theirs] = await this.#begin(epoch, lineage, position.lsn).catch((error: unknown) => {
        if (all) this.#owed.addAll()
        throw error
      })
    }
    if (!(await this.#heartbeat.once())) throw away()
    // What is invalidated meanwhile is owed too: until nothing is, this tier is not up.
    while (this.#owed.size > 0) {
      const { tags, lsn } = this.#owed
      if (!(await this.#tell(epoch, tags, lsn))) throw away()
      this.#owed.paid(tags, lsn)
    }
    if (this.#owed.all || breaks !== this.#breaks || this.#closed) throw away()
    this.#epoch = epoch
    this.#attempts = 0
    this.#host.returned()
    this.#heartbeat.start()
    for (const up of this.#up.splice(0)) up()
  }

  async #begin(ended: string, lineage: Lineage, lsn: string): Promise<[string, string]> {
    const epoch = randomBytes(9).toString('base64url')
    const { heartbeatMs, commandTimeoutMs } = this.#options
    const silentMs = String(heartbeatMs * 2 + commandTimeoutMs)
    const words = [ended, epoch, this.#runId, lineageText(lineage), lsn, this.#channel, silentMs]
    return this.#commands.run<[string, string]>(openScript, words)
  }

  async #tell(epoch: string, tags: readonly string[], lsn: string): Promise<boolean> {
    const lineage = this.#host.lineage()
    if (lineage === null) return false
    const words = [epoch, lineageText(lineage), lsn, String(this.#options.tagMs), this.#channel, JSON.stringify(tags)]
    return (await this.#attempt<string>(invalidateScript, words)) === 'told'
  }

  async #beat(number: number): Promise<boolean> {
    const runId = await this.#commands.runId()
    const epoch = await this.#commands.run<string>(beatScript, [`${this.#state}:${this.#own}`, String(number)])
    return runId === this.#runId && (this.#epoch === null || epoch === this.#epoch)
  }

  #hear(text: string): void {
    const message = JSON.parse(text) as {
      readonly tags?: readonly string[]
      readonly lsn?: string
      readonly epoch?: string
      readonly beat?: number
    }
    if (message.beat !== undefined) this.#heartbeat.heard(message.beat)
    else if (message.tags !== undefined && message.lsn !== undefined) this.#host.invalidated(message.tags, message.lsn)
    else if (message.epoch !== undefined && this.#epoch !== null && message.epoch !== this.#epoch) this.#goAway()
  }

  /** Undefined, and away, where there is no answer. */
  async #attempt<Reply>(script: Script, words: readonly string[]): Promise<Reply | undefined> {
    try {
      return await this.#commands.run<Reply>(script, words)
    } catch {
      this.#goAway()
      return undefined
    }
  }
}
