import pg from 'pg'
import { startServer } from '../packages/pgwright/src/postgres/index.ts'
import type { Benchmark, Figure } from './figure.ts'
import { batchFigures } from './runtime/batch.ts'
import { bulkFigures } from './runtime/bulk.ts'
import { cacheFigures } from './runtime/cache.ts'
import { pagesFigures } from './runtime/pages.ts'
import { poolsFigures } from './runtime/pools.ts'
import { replicasFigures } from './runtime/replicas.ts'
import { tenantsFigures } from './runtime/tenants.ts'

/** What the application library costs over the bare driver and beside its peers, and whether it is right under load. */
export const runtime: Benchmark = async (scale) => {
  const figures: Figure[] = []
  // One after the other, so that none measures another.
  for (const room of [
    poolsFigures,
    tenantsFigures,
    replicasFigures,
    cacheFigures,
    pagesFigures,
    bulkFigures,
    batchFigures,
  ]) {
    figures.push(...(await room(scale)))
  }
  return { postgres: await serverVersion(), figures }
}

async function serverVersion(): Promise<string> {
  const server = await startServer({ name: 'bench-runtime' })
  const client = new pg.Client(server.url())
  try {
    await client.connect()
    return (await client.query<{ server_version: string }>('show server_version')).rows[0]?.server_version ?? ''
  } finally {
    await client.end().catch(() => {})
    await server.stop()
  }
}
