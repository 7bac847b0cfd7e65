import {
  concurrentRequests,
  fastCalls,
  hitRatios,
  indexSize,
  noTableScans,
  poolUse,
  tenantIsolation,
} from '@pgwright/system-frame'
import type { Gate } from 'pgwright'
import { benchmarks } from '../benchmarks.ts'
import { tenancy } from '../mixins.ts'
import { inTenant } from '../service/tenant.ts'
import { capacity } from './capacity.ts'
import { fastDashboard } from './dashboard.ts'
import { overheadGates } from './overhead.ts'

/** The seed's pool_size. Its max_overflow is not needed. */
const connections = 20

/** What the seed claims besides the times of its table, in the order of its success criteria. */
export const gates: readonly Gate[] = [
  fastCalls('Queries under 100 ms', { ms: 100, share: 0.95, calls: 600 }),
  fastDashboard,
  poolUse({ connections, users: 1000, requests: 1500, thinkMs: 2000, share: 0.8 }),
  hitRatios('Index and cache hit ratio', { index: 0.99, table: 0.95, calls: 600 }),
  ...overheadGates,
  noTableScans(benchmarks, 'Table scans on tenant queries'),
  // Organization 1 is the largest.
  tenantIsolation(tenancy, async () => 1, inTenant),
  indexSize(2 ** 30, '< 1 GB'),
  concurrentRequests(connections, 10_000),
  capacity,
]
