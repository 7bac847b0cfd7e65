import { beforeAll, expect, test } from 'vitest'
import { seededRandom } from '../../packages/pgwright/src/demo/random.ts'
import { testWorkload } from '../frame/test/common.ts'
import { type SmallSystem, smallSystem } from '../frame/test/small-system.ts'
import { benchmarks } from './benchmarks.ts'
import { driveflow } from './index.ts'
import { orgIdOf, schools } from './schools.ts'
import { writes } from './writes.ts'

testWorkload(driveflow)

let system: SmallSystem
let orgId: string

beforeAll(async () => {
  system = await smallSystem(driveflow)
  await system.apply()
  orgId = orgIdOf(schools(system.dimensions)[0] ?? { number: 1, firstSlot: 0, instructors: 1 })
})

test.each(benchmarks.map((benchmark) => [benchmark.id, benchmark] as const))(
  '%s returns the same in its naive and its improved form',
  async (_, benchmark) => {
    const random = seededRandom(1)
    const calls = Array.from({ length: 8 }, () => benchmark.parameters(random, system.dimensions))
    const found = []
    for (const call of calls) {
      const naive = await benchmark.naive(system.service, call)
      expect(await benchmark.improved(system.service, call)).toEqual(naive)
      found.push(naive)
    }
    // Where a lesson was paid in cash there is no intent.
    expect(found.filter((value) => value !== null).length).toBeGreaterThan(4)
  },
)

/** Begin and commit are two of them, but where there is no transaction. */
const roundTrips = {
  'bookings-page': [17, 17],
  'active-instructor-day': [5, 3],
  'trip-points': [4, 4],
  availability: [5, 3],
  'student-history': [6, 3],
  'outbox-poll': [1, 3],
  'webhook-redelivery': [20, 1],
  'stripe-reconciliation': [5, 3],
  'audit-trail': [4, 3],
  'bulk-bookings': [52, 3],
  'booking-list': [9, 3],
  'instructor-statistics': [3, 3],
  'revenue-by-month': [3, 3],
} as const

test('each form has its round trips', async () => {
  const { service, dimensions } = system
  const counted: Record<string, unknown> = {}
  for (const { id, parameters, naive, improved } of benchmarks) {
    const trips = []
    for (const form of [naive, improved]) {
      const call = { ...(parameters(seededRandom(1), dimensions) as object) }
      const before = service.statements
      await form(service, call)
      trips.push(service.statements - before)
    }
    counted[id] = trips
  }
  expect(counted).toEqual(roundTrips)
})

test('every write reaches its rows, and those of its own school alone', async () => {
  const { owner, service, dimensions } = system
  const changed = async () => {
    const [row] = await owner.query(
      `select
         (select count(*)::integer from "Booking" where "createdAt" > now() - interval '1 hour') as bookings,
         (select count(*)::integer from "Booking" where "createdAt" < now() - interval '1 hour'
            and "updatedAt" > now() - interval '1 hour') as "statusChanges",
         (select count(*)::integer from "AuditLog" where "createdAt" > now() - interval '1 hour') as "auditEntries",
         (select count(*)::integer from "TripPoint" where "createdAt" > now() - interval '1 hour') as points,
         (select count(*)::integer from "WebhookEvent" where "processedAt" > now() - interval '1 hour') as events,
         (select count(*)::integer from "Outbox" where "createdAt" > now() - interval '1 hour') as messages,
         (select count(*)::integer from "Outbox" where "processedAt" > now() - interval '1 hour') as delivered`,
    )
    return row as Record<string, number>
  }
  const before = await changed()
  const random = seededRandom(3)
  for (const write of writes) await write.run(service, write.parameters(random, dimensions))
  const after = await changed()
  const grown = Object.fromEntries(Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)]))
  expect(grown).toMatchObject({
    bookings: 1,
    statusChanges: 1,
    auditEntries: 1,
    points: 12,
    events: 1,
    messages: 2,
    delivered: expect.toSatisfy((count: number) => count > 0),
  })
})

test('points that go on reach the partitioned form', async () => {
  const sizes = await system.owner.query(
    `select (select count(*) from "TripPoint") = (select count(*) from partitioned."TripPoint") as same,
       (select count(*)::integer from partitioned."TripPoint_default") as strays`,
  )
  expect(sizes).toEqual([{ same: true, strays: 0 }])
})

test('closed books take no change of status', async () => {
  const { owner, service } = system
  const write = writes.find(({ id }) => id === 'change-booking-status')
  const [old] = await owner.query<{ id: string; status: string }>(
    `select "id", "status" from "Booking" where "orgId" = $1 and "status" = 'completed' order by "startAt" limit 1`,
    [orgId],
  )
  await write?.run(service, { orgId, bookingId: old?.id, status: 'cancelled' })
  expect(await owner.query('select "id", "status" from "Booking" where "id" = $1', [old?.id])).toEqual([old])
})
