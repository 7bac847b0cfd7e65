export { type AddTags, Cache, createCache } from './cache.ts'
export type { ListenClient, ListenOptions } from './notify/listener.ts'
export {
  dropInvalidationTriggers,
  invalidationTriggers,
  type TableName,
  type TriggerOptions,
} from './notify/triggers.ts'
export type {
  CachedQuery,
  CacheOptions,
  CacheStats,
  EntryOptions,
  MemoryOptions,
  NotKept,
  RedisOptions,
} from './options.ts'
export type { IoRedis, NodeRedis, RedisClient } from './redis/link.ts'
export type { PermanentSlot, ReplicationOptions, ReplicationStatus } from './replication/options.ts'
export { dropInvalidationSlot, invalidationPublication, invalidationSlot } from './replication/statements.ts'
export type { ReplicatedTable } from './replication/tables.ts'
export type { CachedRows } from './rows.ts'
