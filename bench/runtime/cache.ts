import type { Scale } from '../../packages/pgwright/src/demo/index.ts'
import { startServer } from '../../packages/pgwright/src/postgres/index.ts'
import { startRedis } from '../../packages/runtime/test/redis.ts'
import type { Figure } from '../figure.ts'
import { hitFigures } from './cache/hits.ts'
import { staleFigures } from './cache/stale.ts'
import { staleReplicationFigures } from './cache/stale-replication.ts'

const readsAt: Readonly<Record<Scale, number>> = { small: 20_000, medium: 200_000, full: 1_000_000 }

/** How fast a hit from memory is, and whether any read is older than an invalidation allows, whatever becomes of Redis. */
export async function cacheFigures(scale: Scale): Promise<Figure[]> {
  const server = await startServer({ name: 'bench-runtime-cache', settings: { max_connections: 50 } })
  const redis = await startRedis()
  try {
    return [
      ...(await hitFigures(server.url(), scale === 'small' ? 9 : 21)),
      ...(await staleFigures(server.url(), redis, readsAt[scale])),
      ...(await staleReplicationFigures(readsAt[scale])),
    ]
  } finally {
    await redis.stop()
    await server.stop()
  }
}
