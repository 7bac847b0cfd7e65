import { BentoCache, bentostore } from 'bentocache'
import { memoryDriver } from 'bentocache/drivers/memory'
import { createCache } from 'cache-manager'

/** Another library's memory tier, holding the keys that it was made with. */
export interface OtherCache {
  readonly name: 'bentocache' | 'cache-manager'
  get(key: string): Promise<unknown>
}

/** As fast as each can be: bentocache without serialising, cache-manager with its default store. */
export async function otherCaches(keys: readonly string[], value: unknown): Promise<readonly OtherCache[]> {
  const store = bentostore().useL1Layer(memoryDriver({ maxItems: 10_000, serialize: false }))
  const bento = new BentoCache({ default: 'memory', stores: { memory: store } })
  const manager = createCache({ ttl: 600_000 })
  for (const key of keys) {
    await bento.set({ key, value, ttl: '10m' })
    await manager.set(key, value)
  }
  return [
    { name: 'bentocache', get: (key) => bento.get({ key }) },
    { name: 'cache-manager', get: (key) => manager.get(key) },
  ]
}
