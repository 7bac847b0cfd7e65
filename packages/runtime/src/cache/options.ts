import type { Pool, PoolClient } from 'pg'
import type { RedisClient } from './redis/link.ts'
import type { ReplicationStatus } from './replication/options.ts'

export interface CacheOptions {
  /** Of the primary: where fills read unless told otherwise, and where positions of writes come from. */
  readonly pool: Pool
  /** Caches of the same name share what is in Redis. `default` */
  readonly name?: string
  /** How long a value is given without asking again. 60,000 */
  readonly defaultTtlMs?: number
  /** The longest that `ttlMs` and `staleMs` may be together: what is longer is cut. A day */
  readonly maxTtlMs?: number
  /**
   * Whose entries are found. `scoped`: of the tenant in the options or in the request's scope, else those of nobody;
   * `bound`: as `scoped`, but no tenant is an error; `shared`: everybody's. `scoped`
   */
  readonly tenancy?: 'scoped' | 'bound' | 'shared'
  /**
   * Where a fill of a tenant is run, so that it reads under the tenant's policies:
   * `(tenant, read) => tenants.run(tenant, read)`. It must call `read` with a client of the primary. Without it a fill
   * has a client of the pool as it is.
   */
  readonly runAs?: <Result>(tenant: string, read: (client: PoolClient) => Promise<Result>) => Promise<Result>
  readonly memory?: MemoryOptions
  readonly redis?: RedisOptions
  /**
   * How long anything is given from memory while invalidations by other processes can't be heard: Redis or the
   * connection that listens is away. 0 goes to the database then. 500
   */
  readonly blindTtlMs?: number
}

export interface MemoryOptions {
  /** 10,000 */
  readonly maxEntries?: number
  /** Approximate. 64 MiB */
  readonly maxBytes?: number
  /** How many tags' last invalidations are remembered one by one. 10,000 */
  readonly maxTags?: number
}

export interface RedisOptions {
  /** Connected, of `redis` 5 or 6 or of `ioredis` 5. */
  readonly client: RedisClient
  /** A command that takes longer makes Redis away. 500 */
  readonly commandTimeoutMs?: number
  /** How often it is proved that what is published arrives. 500 */
  readonly heartbeatMs?: number
  /** For how long at most one process fills a key for all. 5,000 */
  readonly lockMs?: number
  /** How long another process's fill is waited for before the database is asked too. 1,000 */
  readonly waitMs?: number
}

export interface EntryOptions<Value> {
  /** By what it is dropped: table, row, tenant (`orders`, `orders:7`); or told by the value. */
  readonly tags?: readonly string[] | ((value: Value) => readonly string[])
  readonly ttlMs?: number
  /** For how long after that it is still given at once, while it is filled anew. Never after an invalidation. 0 */
  readonly staleMs?: number
  /** `ttlMs` of null, undefined and results without rows. As `ttlMs` */
  readonly negativeTtlMs?: number
  readonly tenant?: string | number | bigint
  /** Of a replica, where the fill is to read. */
  readonly pool?: Pool
}

export interface CachedQuery<Row> extends EntryOptions<{ readonly rows: readonly Row[]; readonly rowCount: number }> {
  readonly text: string
  readonly values?: readonly unknown[]
}

export interface CacheStats {
  /** From memory. */
  readonly hits: number
  /** Of these, given while being filled anew. */
  readonly staleHits: number
  readonly redisHits: number
  /** Waited for another caller's fill in this process. */
  readonly joined: number
  readonly fills: number
  readonly failedFills: number
  /** Fills that were given to their callers only, by reason. */
  readonly notKept: Readonly<Record<NotKept, number>>
  readonly invalidations: number
  readonly evicted: number
  readonly entries: number
  readonly bytes: number
  readonly redis: 'none' | 'up' | 'away'
  readonly listening: 'no' | 'yes' | 'away'
  /** Null without `replicate`. */
  readonly replication: ReplicationStatus | null
}

export type NotKept =
  /** An invalidation came since its read began. */
  | 'overtaken'
  /** Its read can't be put in order: the server tells no position, or its transaction is older or has written. */
  | 'unordered'
