import { afterAll } from 'vitest'
import { createPools, type Pools, type PoolsOptions } from '../index.ts'

/** Pools that are closed after the file's last test. */
export function testPools(connectionString: string, options: Partial<PoolsOptions> = {}): Pools {
  const pools = createPools({ mode: 'single', connectionString, ...options })
  afterAll(() => pools.drain({ withinMs: 100 }))
  return pools
}
