import { loadSystem } from '../../packages/pgwright/src/cli/systems.ts'
import { openDemoDatabase } from '../../packages/pgwright/src/demo/database.ts'
import { observeService } from '../../packages/pgwright/src/demo/observe-service.ts'
import type { Stand } from '../../packages/pgwright/src/demo/stand.ts'
import type { Scale } from '../../packages/pgwright/src/demo/system.ts'
import type { Snapshot } from '../../packages/pgwright/src/model/index.ts'
import { parseTarget } from '../../packages/pgwright/src/postgres/index.ts'
import { resized } from '../resized.ts'

/** Builds a reference system, and observes it while its improved service is played. */
export async function onReferenceSystem<Result>(
  name: string,
  scale: Scale,
  work: (stand: Stand, snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  const system = await loadSystem(name)
  const database = await openDemoDatabase(system, scale, { keep: false, progress: () => {} })
  try {
    const stand: Stand = {
      system,
      dimensions: system.scales[scale],
      database,
      target: parseTarget(database.ownerUrl),
      progress: () => {},
      applied: new Set(),
    }
    return await work(stand, await observeService(stand))
  } finally {
    await database.close()
  }
}

/** A reference system's database and workload, planned as if its tables and indexes took `bytes`. */
export function referenceSnapshot(name: string, bytes: number): Promise<Snapshot> {
  return onReferenceSystem(name, 'small', async (_, snapshot) => {
    const grown = resized(snapshot, bytes)
    return { ...grown, indexes: grown.indexes.map((index) => ({ ...index, height: null })) }
  })
}
