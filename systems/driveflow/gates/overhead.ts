import { type OverheadCase, policyOverhead } from '@pgwright/system-frame'
import { rowId } from '../row-id.ts'
import { orgIdOf, schools } from '../schools.ts'
import { tenancy } from '../tenancy.ts'

const seed = 'the seed says nothing of it'

/** Slot 0 is the first instructor of the largest school. */
const cases: readonly OverheadCase[] = [
  {
    id: 'rls-single-record',
    title: 'RLS overhead, one booking',
    seed,
    sql: 'select * from "Booking" where "id" = $1',
    values: async () => [rowId('Booking', 1)],
    repeats: 300,
    end: 'commit',
  },
  {
    id: 'rls-list',
    title: 'RLS overhead, a week of bookings',
    seed,
    sql: `select "id", "startAt", "status" from "Booking" where "startAt" >= $1 and "startAt" < $2 order by "startAt", "id"`,
    values: async () => ['2025-02-03T00:00:00Z', '2025-02-10T00:00:00Z'],
    repeats: 200,
    end: 'commit',
  },
  {
    id: 'rls-trip-points',
    title: 'RLS overhead, points of a trip',
    seed,
    sql: `select "ts", "lat", "lng", "speed_kph" from partitioned."TripPoint" where "tripId" = $1 and "ts" >= $2 and "ts" <= $3 order by "ts"`,
    async values(owner) {
      const [trip] = await owner.query<{ startedAt: Date; endedAt: Date }>('select * from "Trip" where "id" = $1', [
        rowId('Trip', 1),
      ])
      return [rowId('Trip', 1), trip?.startedAt, trip?.endedAt]
    },
    repeats: 200,
    end: 'commit',
  },
  {
    id: 'rls-bulk',
    title: 'RLS overhead, bulk insert',
    seed,
    sql: `insert into "Notification" ("orgId", "userId", "channel", "template")
          select "orgId", "userId", 'email', 'newsletter' from "Student" where "userId" is not null`,
    values: async () => [],
    repeats: 20,
    end: 'rollback',
  },
]

export const overheadGates = policyOverhead(
  tenancy,
  async (_, dimensions) => {
    const [largest] = schools(dimensions)
    return largest === undefined ? '' : orgIdOf(largest)
  },
  cases,
)
