import {
  fastCalls,
  hitRatios,
  noTableScans,
  partitionedSchema,
  prunedPartitions,
  tenantIsolation,
  transactionRate,
} from '@pgwright/system-frame'
import type { Gate } from 'pgwright'
import { benchmarks } from '../benchmarks.ts'
import { dayAfter, timeOf, today } from '../days.ts'
import { inTenant } from '../service/tenant.ts'
import { tenancy } from '../tenancy.ts'
import { exactCounters } from './counters.ts'
import { noDoubleBookings } from './double-booking.ts'
import { overheadGates } from './overhead.ts'
import { concurrentUsers } from './users.ts'

const week = [timeOf(dayAfter(today, -7), 0), timeOf(today, 0)]

/** What the seed claims besides the times of its table. */
export const gates: readonly Gate[] = [
  fastCalls('Queries under 200 ms', { ms: 200, share: 0.95, calls: 600 }),
  hitRatios('Index and cache hit ratio', { index: 0.99, table: 0.95, calls: 2_000 }),
  noDoubleBookings,
  exactCounters,
  // Organization 1 is the largest.
  tenantIsolation(tenancy, async () => 1, inTenant),
  ...overheadGates,
  noTableScans(benchmarks, 'Table scans on tenant queries'),
  prunedPartitions({
    id: 'appointments-pruned',
    title: 'Partitions read for a week of appointments',
    table: 'appointments',
    most: 1,
    ask: (db) =>
      inTenant(db, 1, () =>
        db.query(
          `select barber_id, count(*) from ${partitionedSchema}.appointments
           where start_time >= $1 and start_time < $2 group by barber_id`,
          week,
        ),
      ),
  }),
  prunedPartitions({
    id: 'payments-pruned',
    title: 'Partitions read for a week of payments',
    table: 'payments',
    most: 1,
    ask: (db) =>
      inTenant(db, 1, () =>
        db.query(
          `select sum(amount) from ${partitionedSchema}.payments where created_at >= $1 and created_at < $2`,
          week,
        ),
      ),
  }),
  transactionRate({ connections: 20, requests: 3_000, perSecond: 500 }),
  concurrentUsers,
]
