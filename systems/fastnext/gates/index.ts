import { hitRatios, noTableScans, prunedPartitions } from '@pgwright/system-frame'
import type { Gate } from 'pgwright'
import { benchmarks } from '../benchmarks.ts'
import { userActivity } from '../service/activity.ts'
import { lastThirtyDays } from '../story.ts'
import { monthlyPartitions } from './partitions.ts'
import { pool } from './pool.ts'
import { sameRows } from './same-rows.ts'
import { slowCalls } from './slow-calls.ts'
import { storage } from './storage.ts'

/** What the seed claims besides its 500 and 50 ms, in the order of its text. */
export const gates: readonly Gate[] = [
  slowCalls,
  pool,
  hitRatios('Index and cache hit ratio', { index: 0.98, table: 0.95, calls: 600 }),
  storage,
  prunedPartitions({
    id: 'pruning',
    title: 'Partitions that 30 days need',
    table: 'activity_logs',
    most: 2,
    // User 1 does most.
    ask: (db) => userActivity(db, { userId: 1, ...lastThirtyDays }),
  }),
  monthlyPartitions,
  noTableScans(benchmarks, 'Table scans'),
  sameRows,
]
