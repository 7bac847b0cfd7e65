import { noTableScans, poolUse, prunedPartitions, tenantIsolation } from '@pgwright/system-frame'
import type { Gate } from 'pgwright'
import { benchmarks, complexBenchmarks, simpleBenchmarks } from '../benchmarks.ts'
import { rowId } from '../row-id.ts'
import { asTenant, inTenant } from '../service/tenant.ts'
import { tripPoints } from '../service/trips.ts'
import { tenancy } from '../tenancy.ts'
import { blocking } from './blocking.ts'
import { deepPage } from './deep-page.ts'
import { indexHitRatio } from './hit-ratio.ts'
import { outboxDelivery } from './outbox.ts'
import { overheadGates } from './overhead.ts'
import { responseTimes } from './response.ts'
import { webhookIdempotency } from './webhooks.ts'

/** The seed's connectionLimit. */
const connections = 20

/** School 1 is the largest, and its first instructor's first trip is trip 1. */
const largest = rowId('Organization', 1)
const trip = { orgId: largest, tripId: rowId('Trip', 1) }

/** What they return is most of a table: to read it in full is right. */
const wholeTable = ['booking-list', 'instructor-statistics']

/** What the seed claims besides, in its order, and what it leaves unsaid but a product of many schools rests on. */
export const gates: readonly Gate[] = [
  responseTimes('simple', simpleBenchmarks, 100),
  responseTimes('complex', complexBenchmarks, 500),
  poolUse({ connections, users: 200, requests: 600, thinkMs: 1000, share: 0.8 }),
  indexHitRatio,
  blocking({ connections, users: 40, requests: 1000, thinkMs: 50 }),
  deepPage,
  webhookIdempotency(),
  outboxDelivery(),
  tenantIsolation(tenancy, async () => largest, inTenant),
  prunedPartitions({
    id: 'trip-point-pruning',
    title: 'Partitions read for a trip',
    table: 'TripPoint',
    most: 1,
    ask: (db) => asTenant(tripPoints)(db, trip),
  }),
  noTableScans(benchmarks, 'Table scans on tenant queries', wholeTable),
  ...overheadGates,
]
