import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool, PoolClient } from 'pg'
import { checkNumber } from './check-number.ts'
import type { Counters } from './counters.ts'
import type { Fill, Filled } from './fill.ts'
import { given, type Held } from './held.ts'
import { redisKey } from './key.ts'
import { lease } from './lease.ts'
import type { Memory } from './memory.ts'
import type { CacheOptions, EntryOptions, NotKept } from './options.ts'
import { type Lineage, noLsn, type Position, readPosition } from './position.ts'
import type { RedisHit, RedisTier } from './redis/tier.ts'
import type { Settings } from './settings.ts'
import { expandTags } from './tags.ts'

export interface Wanted {
  readonly tenant: string | null
  readonly key: string
  readonly fill: Fill
  readonly options: EntryOptions<never>
}

export interface LoaderParts {
  readonly pool: Pool
  readonly runAs: CacheOptions['runAs']
  readonly settings: Settings
  readonly memory: Memory
  readonly learn: (lineage: Lineage) => 'same' | 'newer' | 'older'
  readonly redis: RedisTier | null
  readonly counters: Counters
}

interface Times {
  readonly freshMs: number
  readonly staleMs: number
}

interface Read {
  readonly position: Position | null
  readonly filled: Filled
}

/** Of a key in Redis, in whose epoch the fill began: what came since may have overtaken it. */
interface Lock {
  readonly epoch: string
  readonly key: string
  readonly token: string
}

/**
 * Brings a value that memory does not have: from Redis, else by one fill for all processes. The value goes to the caller
 * in any case; it is kept only where its read began behind the last invalidation of each of its tags.
 */
export class Loader {
  readonly #parts: LoaderParts
  #mute = 0

  constructor(parts: LoaderParts) {
    this.#parts = parts
  }

  async load(wanted: Wanted): Promise<Held> {
    const { redis } = this.#parts
    const epoch = redis?.epoch ?? null
    if (redis === null || epoch === null) return this.#fill(wanted, null)
    const lock = { epoch, key: redisKey(wanted.tenant, wanted.key), token: randomBytes(12).toString('base64') }
    const found = await this.#look(redis, wanted, lock)
    return found ?? this.#fill(wanted, lock)
  }

  /** Undefined where this process is to fill. */
  async #look(redis: RedisTier, wanted: Wanted, lock: Lock): Promise<Held | undefined> {
    const until = performance.now() + this.#parts.settings.waitMs
    for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 2, 50)) {
      const { generation } = this.#parts.memory
      const reply = await redis.read(lock.key, lock.token)
      if (reply.kind === 'hit') {
        const held = this.#fromRedis(wanted, reply, generation)
        if (held !== undefined && reply.locked) void this.#fill(wanted, lock).catch(() => {})
        return held
      }
      if (reply.kind !== 'wait' || performance.now() >= until) return undefined
      await sleep(pauseMs * (0.5 + Math.random() / 2))
    }
  }

  #fromRedis(wanted: Wanted, hit: RedisHit, generation: number): Held | undefined {
    const { memory, counters } = this.#parts
    // This process may know of an invalidation that Redis has not been told of yet.
    if (memory.generation !== generation || !memory.accepts(hit.tags, hit.lsn)) return undefined
    const held = wanted.fill.decode(hit.data)
    if (held === undefined) return undefined
    counters.redisHits++
    const { tags, lsn, freshMs, staleMs } = hit
    if (freshMs > 0) memory.put({ ...wanted, held, tags, lsn, freshMs, staleMs })
    return held
  }

  async #fill(wanted: Wanted, lock: Lock | null): Promise<Held> {
    const { counters, memory } = this.#parts
    const { generation } = memory
    counters.fills++
    try {
      const read = await this.#read(wanted)
      const { held, negative } = read.filled
      const tags = tagsOf(wanted, held)
      const times = this.#timesOf(wanted.options, negative)
      const kept = await this.#judge(read, tags, times, generation, lock)
      if (kept === null) memory.put({ ...wanted, held, tags, lsn: read.position?.lsn ?? noLsn, ...times })
      else counters[kept]++
      return held
    } catch (error) {
      counters.failedFills++
      this.#release(lock)
      throw error
    }
  }

  /** Null where it is kept; by then it is in Redis, whose word counts where there is one. */
  async #judge(
    { position, filled }: Read,
    tags: readonly string[],
    times: Times,
    generation: number,
    lock: Lock | null,
  ): Promise<NotKept | null> {
    const { memory, redis } = this.#parts
    const unordered = position === null || !position.shareable
    const holds = () => !unordered && memory.generation === generation && memory.accepts(tags, position.lsn)
    if (unordered || this.#parts.learn(position.lineage) === 'older' || !holds()) {
      this.#release(lock)
      return unordered ? 'unordered' : 'overtaken'
    }
    if (redis === null || lock === null) return null
    const stored = await redis.store({ ...lock, lsn: position.lsn, tags, data: filled.encode(), ...times })
    return stored !== 'overtaken' && holds() ? null : 'overtaken'
  }

  async #read({ tenant, fill, options }: Wanted): Promise<Read> {
    const { runAs, pool } = this.#parts
    const read = async (client: PoolClient): Promise<Read> => {
      const position = this.#position(client)
      // What only this client reads may be sent behind: in order, and in one round trip where the client pipelines.
      if (!fill.byClientOnly) await position
      try {
        const filled = await fill.read(client)
        return { position: await position, filled }
      } finally {
        await position
      }
    }
    if (tenant !== null && runAs !== undefined && options.pool === undefined) return runAs(tenant, read)
    const { client, release } = await lease(options.pool ?? pool)
    try {
      const result = await read(client)
      release(isDirty(client))
      return result
    } catch (error) {
      release(isDirty(client) || !isOfServer(error))
      throw error
    }
  }

  /** Never fails: a server that can't tell is not asked for a while, as the error would end a transaction. */
  async #position(client: PoolClient): Promise<Position | null> {
    if (performance.now() < this.#mute) return null
    try {
      return await readPosition(client)
    } catch (error) {
      if (isOfServer(error)) this.#mute = performance.now() + 60_000
      return null
    }
  }

  #release(lock: Lock | null): void {
    if (lock !== null) void this.#parts.redis?.release(lock.epoch, lock.key, lock.token)
  }

  #timesOf({ ttlMs, staleMs = 0, negativeTtlMs }: EntryOptions<never>, negative: boolean): Times {
    const { defaultTtlMs, maxTtlMs } = this.#parts.settings
    const wanted = (negative ? negativeTtlMs : undefined) ?? ttlMs ?? defaultTtlMs
    checkNumber('ttlMs', wanted)
    checkNumber('staleMs', staleMs)
    const freshMs = Math.min(wanted, maxTtlMs)
    return { freshMs, staleMs: Math.min(staleMs, maxTtlMs - freshMs) }
  }
}

function tagsOf({ tenant, options }: Wanted, held: Held): readonly string[] {
  const { tags = [] } = options
  return expandTags(typeof tags === 'function' ? tags(given(held) as never) : tags, tenant)
}

/** A transaction that a fill left open must not meet the next one that gets the connection. */
function isDirty(client: PoolClient): boolean {
  const { getTransactionStatus } = client as { getTransactionStatus?: () => string | null }
  return getTransactionStatus !== undefined && getTransactionStatus.call(client) !== 'I'
}

/** The session is as it was then; it may not be after what the network or a fill's own code threw. */
function isOfServer(error: unknown): boolean {
  return error instanceof Error && 'severity' in error && !/^(08|57P)/.test(String((error as { code?: string }).code))
}
