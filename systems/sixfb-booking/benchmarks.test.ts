import { beforeAll, expect, test } from 'vitest'
import { seededRandom } from '../../packages/pgwright/src/demo/random.ts'
import { testWorkload } from '../frame/test/common.ts'
import { type SmallSystem, smallSystem } from '../frame/test/small-system.ts'
import { benchmarks } from './benchmarks.ts'
import { sixfbBooking } from './index.ts'
import { writes } from './writes.ts'

testWorkload(sixfbBooking)

let system: SmallSystem

beforeAll(async () => {
  system = await smallSystem(sixfbBooking)
  await system.apply()
})

test.each(benchmarks.map((benchmark) => [benchmark.id, benchmark] as const))(
  '%s returns the same in its naive and its improved form',
  async (_, benchmark) => {
    const random = seededRandom(1)
    const { service } = system
    for (let call = 0; call < 12; call++) {
      const parameters = benchmark.parameters(random, system.dimensions)
      const naive = await benchmark.naive(service, parameters)
      const before = service.statements
      expect(await benchmark.improved(service, parameters)).toStrictEqual(naive)
      expect(service.statements - before).toBe(3)
    }
  },
)

test('lists are not empty, and times are both free and taken', async () => {
  const { service, dimensions } = system
  const random = seededRandom(7)
  const seen = new Map<string, Set<string>>()
  for (const { id, parameters, improved } of benchmarks) {
    for (let call = 0; call < 12; call++) {
      const result = await improved(service, parameters(random, dimensions))
      const kind = Array.isArray(result) ? `${result.length > 0}` : JSON.stringify(result)
      seen.set(id, (seen.get(id) ?? new Set()).add(kind))
    }
  }
  expect(seen.get('booking-conflict-check')).toEqual(new Set(['true', 'false']))
  for (const id of ['daily-schedule', 'available-slots', 'users-organization', 'appointment-details']) {
    expect([id, seen.get(id)?.has('true')]).toEqual([id, true])
  }
  for (const id of ['monthly-statistics', 'team-overview']) expect([id, seen.get(id)]).toEqual([id, new Set(['true'])])
})

test('the naive forms have their round trips', async () => {
  const { service } = system
  const trips = async (id: string, parameters: unknown) => {
    const before = service.statements
    const result = await benchmarks.find((one) => one.id === id)?.naive(service, parameters)
    return { trips: service.statements - before - 2, items: Array.isArray(result) ? result.length : 0 }
  }
  const users = await trips('users-organization', { organizationId: 1 })
  expect(users.trips).toBe(users.items + 1)
  const appointments = await trips('appointment-details', { organizationId: 1, day: '2025-07-26' })
  expect(appointments.items).toBeGreaterThan(3)
  expect(appointments.trips).toBe(3 * appointments.items + 1)
})

test('every write reaches rows of its own tenant', async () => {
  const { owner, service, dimensions } = system
  const random = seededRandom(3)
  for (const write of writes) {
    for (let call = 0; call < 5; call++) await write.run(service, write.parameters(random, dimensions))
  }
  const [row] = await owner.query<Record<string, number>>(
    `select
       count(*) filter (where created_at > now() - interval '1 minute')::integer as booked,
       count(*) filter (where updated_at > now() - interval '1 minute' and status = 'confirmed')::integer as confirmed,
       count(*) filter (where updated_at > now() - interval '1 minute' and status = 'cancelled')::integer as cancelled,
       count(*) filter (where updated_at > now() - interval '1 minute' and status = 'completed')::integer as completed,
       (select count(*)::integer from clients where created_at > now() - interval '1 minute') as clients,
       (select count(*)::integer from payments where id > (select count(*) - 5 from payments)) as payments
     from appointments`,
  )
  expect(row).toMatchObject({ clients: 5 })
  for (const count of Object.values(row ?? {})) expect(count).toBeGreaterThan(0)
})
