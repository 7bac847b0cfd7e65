import type { Gate } from 'pgwright'
import { isolation } from './isolation.ts'
import { capacity, manyRequests, poolUse } from './load.ts'
import { overheadGates } from './overhead.ts'
import { noTableScans } from './scans.ts'
import { indexSize } from './size.ts'
import { fastDashboard, fastQueries, hitRatio } from './speed.ts'

/** What the seed claims besides the times of its table, in the order of its success criteria. */
export const gates: readonly Gate[] = [
  fastQueries,
  fastDashboard,
  poolUse,
  hitRatio,
  ...overheadGates,
  noTableScans,
  isolation,
  indexSize,
  manyRequests,
  capacity,
]
