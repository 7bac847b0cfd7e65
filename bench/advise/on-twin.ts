import type { Snapshot } from '../../packages/pgwright/src/model/index.ts'
import { Twin, type TwinServer } from '../../packages/pgwright/src/twin/index.ts'

/** Works on a fresh twin of a snapshot, which is gone afterwards. */
export async function onTwin<Result>(
  server: TwinServer,
  snapshot: Snapshot,
  work: (twin: Twin) => Promise<Result>,
): Promise<Result> {
  const twin = await Twin.open(snapshot, { server })
  try {
    return await work(twin)
  } finally {
    await twin.close()
  }
}
