import type { Workload } from './compare.ts'
import type { WorkloadExtent } from './extents.ts'
import { generated } from './generated/generated.ts'
import { referenceSnapshot } from './reference-system.ts'
import { tpchWorkload } from './tpch.ts'

/** What the reference systems are planned as, tables and indexes together. */
const systemBytes = 5e9

export interface PlannedWorkload extends Workload {
  readonly extent: WorkloadExtent
}

/** Each database is made once, and only when something is asked of it. */
export async function* workloads(extents: readonly WorkloadExtent[]): AsyncGenerator<PlannedWorkload> {
  const databases = await generated(new Set(extents.map(({ name }) => name)))
  for (const extent of extents) {
    const { name, statements } = extent
    const database = databases.get(name)
    if (database !== undefined && statements !== undefined)
      yield { name: `${name}-${statements}`, snapshot: database(statements), extent }
    else if (name === 'tpch-sf1') yield { name, snapshot: await tpchWorkload(), extent }
    else yield { name, snapshot: await referenceSnapshot(name, systemBytes), extent }
  }
}
