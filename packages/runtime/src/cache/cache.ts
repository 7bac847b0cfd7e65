import type { Pool, PoolClient } from 'pg'
import { RuntimeError } from '../error.ts'
import { Counters } from './counters.ts'
import { type Fill, rowsFill, valueFill } from './fill.ts'
import { Flights } from './flights.ts'
import { Hearing } from './hearing.ts'
import { given, type Held } from './held.ts'
import { queryKey } from './key.ts'
import { leased } from './lease.ts'
import { Loader } from './loader.ts'
import { Memory } from './memory.ts'
import { Listener, type ListenOptions } from './notify/listener.ts'
import type { CachedQuery, CacheOptions, CacheStats, EntryOptions } from './options.ts'
import { advance, afterLsn, type Lineage, look, type Position, parseLsn } from './position.ts'
import { linkTo } from './redis/link.ts'
import { RedisTier } from './redis/tier.ts'
import type { ReplicationOptions } from './replication/options.ts'
import { Subscription } from './replication/subscription.ts'
import { Unseen } from './replication/unseen.ts'
import type { CachedRows } from './rows.ts'
import { type Settings, settingsOf } from './settings.ts'
import { checkTags, expandTags } from './tags.ts'
import { tenantOf } from './tenancy.ts'
import { transact } from './transact.ts'
import { Unplaced } from './unplaced.ts'

/** Adds tags to what a write invalidates. */
export type AddTags = (tags: readonly string[]) => void

const nothing = {}

/** Made by `createCache`. */
export class Cache {
  readonly #pool: Pool
  readonly #settings: Settings
  readonly #memory: Memory
  readonly #redis: RedisTier | null
  readonly #loader: Loader
  readonly #counters = new Counters()
  readonly #flights = new Flights()
  readonly #unplaced: Unplaced
  readonly #hearing: Hearing
  readonly #unseen: Unseen
  #listener: Listener | null = null
  #subscription: Subscription | null = null

  constructor(options: CacheOptions) {
    const { pool, runAs, redis } = options
    const settings = settingsOf(options)
    this.#pool = pool
    this.#settings = settings
    this.#memory = new Memory(settings.memory)
    this.#hearing = new Hearing(this.#memory, settings.blindTtlMs)
    const invalidate = (tags: readonly string[], position: Position) => this.#invalidate(tags, position)
    this.#unplaced = new Unplaced(this.#memory, () => this.#advance(), invalidate)
    this.#unseen = new Unseen({ memory: this.#memory, look: () => leased(pool, look), invalidate })
    this.#redis = redis === undefined ? null : this.#tier(linkTo(redis.client))
    const learn = (lineage: Lineage) => this.#learn(lineage)
    const own = { memory: this.#memory, redis: this.#redis, counters: this.#counters }
    this.#loader = new Loader({ pool, runAs, settings, learn, ...own })
  }

  /**
   * The value under `key`, from the cache or by `fill`, which reads with the client that it is given. Values are frozen,
   * or each caller's own where they hold dates, buffers, maps or sets. What `fill` throws is thrown and not cached.
   *
   * @throws RuntimeError `no-tenant` where there must be one; `usage` for a value that can't be cached
   */
  get<Value>(
    key: string,
    fill: (client: PoolClient) => Promise<Value>,
    options: EntryOptions<Value> = nothing,
  ): Promise<Value> {
    return this.#get(key, () => valueFill(fill), options) as Promise<Value>
  }

  /**
   * The rows of a statement as `pg` gives them, but frozen. The key is the text with the values.
   *
   * @throws what the driver throws, and as `get`
   */
  query<Row = Record<string, unknown>>(query: CachedQuery<Row>): Promise<CachedRows<Row>> {
    const { text, values = [], pool = this.#pool } = query
    try {
      const key = `\u0000${queryKey(text, values)}`
      return this.#get(key, () => rowsFill(text, values, pool), query) as Promise<CachedRows<Row>>
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /**
   * To be called after the transaction that changed what the tags stand for has committed. Once it is done, no read of
   * this process gives what was before; others' do so as soon as they have heard of it.
   *
   * @param options.lsn where the WAL of the primary was after COMMIT, if that was read there already
   * @throws RuntimeError `usage`; `unavailable` where the primary can't be asked where its WAL is: nothing is kept then
   *   until it can, and what was asked for is done by itself
   */
  async invalidate(tags: readonly string[], options: { readonly lsn?: string } = {}): Promise<void> {
    const checked = checkTags(tags)
    const { lineage } = this.#memory
    if (options.lsn === undefined || lineage === null) return this.#unplaced.add(checked)
    const lsn = parseLsn(options.lsn)
    if (lsn === undefined)
      throw new RuntimeError('usage', 'This is no position of WAL.', 'Pass it as the server writes it: 16/B374D848.')
    await this.#invalidate(checked, { lineage, lsn: afterLsn(lsn), shareable: true })
  }

  /**
   * Runs `work` in a transaction of its own and invalidates after it has committed: `options.tags` and what `work` adds.
   *
   * @throws what `work` throws, after a rollback; what COMMIT throws, after invalidating, as it may have been done
   */
  async write<Result>(
    work: (client: PoolClient, invalidates: AddTags) => Promise<Result>,
    options: { readonly tags?: readonly string[] } = {},
  ): Promise<Result> {
    const tags = new Set(checkTags(options.tags ?? []))
    const add = (added: readonly string[]) => {
      for (const tag of checkTags(added)) tags.add(tag)
    }
    const { result, failure, position } = await transact(this.#pool, (client) => work(client, add))
    const invalidated = [...tags]
    if (position !== null) await this.#invalidate(invalidated, position)
    else await this.#unplaced.add(invalidated).catch(() => {})
    if (failure !== undefined) throw failure.error
    return result as Result
  }

  /**
   * Hears what the triggers of `invalidationTriggers` tell, on a connection of its own that comes back by itself. After
   * any gap all that is cached is dropped, in Redis too.
   *
   * @throws what the driver throws where the first connection fails, and RuntimeError `usage` behind a pooler through
   * which nothing would be heard. What is cached is then kept for `blindTtlMs` until it is called again and succeeds.
   */
  async listen(options: ListenOptions = {}): Promise<void> {
    if (this.#listener !== null) return
    const listener = new Listener(this.#pool, options, {
      heard: (tags) => this.#unplaced.add(tags),
      gap: async (position) => {
        await this.#drop(position)
        this.#hearing.regain('listener')
      },
      blind: () => this.#hearing.lose('listener'),
    })
    this.#listener = listener
    try {
      await listener.start()
    } catch (error) {
      this.#listener = null
      await listener.close()
      throw error
    }
  }

  /**
   * Hears by logical replication what anybody writes to the tables of a publication, with no trigger on them. It comes
   * back by itself, as the listener does. It makes nothing but a temporary slot, which goes with its connection.
   *
   * @throws RuntimeError `usage` where the server, the publication or the role are not set up for it, with what to do;
   *   `timeout` where transactions that are open for long keep a slot from being made; what the driver throws. What is
   *   cached is then kept for `blindTtlMs` until it is called again and succeeds.
   */
  async replicate(options: ReplicationOptions): Promise<void> {
    if (this.#subscription !== null) return
    this.#subscription = new Subscription(this.#pool, options, {
      heard: (xid, owed, tags) => this.#unseen.add(xid, owed, tags),
      gap: async () => this.#drop(await this.#advance()),
      blind: () => this.#hearing.lose('replication'),
      seeing: () => this.#hearing.regain('replication'),
    })
    try {
      await this.#subscription.start()
    } catch (error) {
      this.#subscription = null
      throw error
    }
  }

  /** When Redis is in use; at once without one. */
  async ready(): Promise<void> {
    await this.#redis?.ready()
  }

  stats(): CacheStats {
    const { entries, bytes, evicted } = this.#memory
    const redis = this.#redis === null ? 'none' : this.#redis.epoch === null ? 'away' : 'up'
    const listening = this.#listener === null ? 'no' : this.#hearing.has('listener') ? 'yes' : 'away'
    const replication = this.#subscription?.status ?? null
    return { ...this.#counters.read(), entries, bytes, evicted, redis, listening, replication }
  }

  /** Ends what it opened itself: timers, and the connections that listen. The pool and the client of Redis are the caller's. */
  async close(): Promise<void> {
    this.#unplaced.close()
    this.#unseen.close()
    await Promise.all([this.#listener?.close(), this.#subscription?.close(), this.#redis?.close()])
  }

  #get(key: string, fill: () => Fill, options: EntryOptions<never>): Promise<unknown> {
    let tenant: string | null
    try {
      tenant = tenantOf(this.#settings.tenancy, options.tenant)
    } catch (error) {
      return Promise.reject(error)
    }
    const entry = this.#memory.find(tenant, key)
    if (entry === undefined) return this.#load(tenant, key, fill(), options)
    const now = Date.now()
    if (now >= entry.freshUntil || now < entry.from) {
      if (now >= entry.staleUntil || now < entry.from) return this.#load(tenant, key, fill(), options)
      this.#counters.staleHits++
      // Who asked has a value; the next one will learn of an error.
      this.#load(tenant, key, fill(), options).catch(() => {})
    }
    this.#counters.hits++
    return entry.shared ?? Promise.resolve(given(entry.held))
  }

  /** Joins a fill of the same key that is under way, unless an invalidation came since it began. */
  async #load(tenant: string | null, key: string, fill: Fill, options: EntryOptions<never>): Promise<unknown> {
    const id = tenant === null ? `n${key}` : `t${tenant.length}:${tenant}${key}`
    const { generation } = this.#memory
    const flight = this.#flights.get(id, generation)
    if (flight !== undefined) {
      this.#counters.joined++
      return given(await flight.outcome)
    }
    const { tags: named = [] } = options
    const tags = typeof named === 'function' ? null : expandTags(named, tenant)
    const outcome: Promise<Held> = this.#loader.load({ tenant, key, fill, options })
    this.#flights.start(id, { outcome, tags, generation })
    return given(await outcome)
  }

  #advance(): Promise<Position | null> {
    return leased(this.#pool, advance)
  }

  /** Here at once, then in Redis. */
  async #invalidate(tags: readonly string[], { lineage, lsn }: Position): Promise<void> {
    if (tags.length === 0) return
    this.#counters.invalidations++
    // Of a server that was left behind: its positions say nothing about those of today.
    if (this.#learn(lineage) === 'older') return this.#memory.drop(tags)
    this.#apply(tags, lsn)
    await this.#redis?.invalidate(tags, lsn)
  }

  /** A newer history of WAL than the one that Redis' epoch belongs to ends that epoch. */
  #learn(lineage: Lineage): 'same' | 'newer' | 'older' {
    const relation = this.#memory.learn(lineage)
    if (relation === 'newer') this.#redis?.reopen()
    return relation
  }

  #apply(tags: readonly string[], lsn: string): void {
    this.#memory.invalidate(tags, lsn)
    this.#flights.overtake(tags)
  }

  #flush(position: Position | null): void {
    if (position !== null) this.#learn(position.lineage)
    this.#memory.flush(position?.lsn)
  }

  /** Where it is not known what was written before. */
  async #drop(position: Position | null): Promise<void> {
    this.#flush(position)
    await this.#redis?.renew()
  }

  #tier(link: ReturnType<typeof linkTo>): RedisTier {
    const { name, commandTimeoutMs, heartbeatMs, lockMs, maxTtlMs } = this.#settings
    const options = { name, commandTimeoutMs, heartbeatMs, lockMs, tagMs: maxTtlMs + 60_000 }
    return new RedisTier(link, options, {
      advance: () => this.#advance(),
      learn: (lineage) => this.#learn(lineage),
      lineage: () => this.#memory.lineage,
      invalidated: (tags, lsn) => this.#apply(tags, lsn),
      away: () => this.#hearing.lose('redis'),
      returned: () => {
        this.#flush(null)
        this.#hearing.regain('redis')
      },
    })
  }
}

/**
 * A cache of what queries return, in memory and, where there is one, in Redis. No fill is kept that an invalidation has
 * overtaken, in the order of the primary's WAL.
 *
 * @throws RuntimeError `usage` for an option that can't be
 */
export function createCache(options: CacheOptions): Cache {
  return new Cache(options)
}
