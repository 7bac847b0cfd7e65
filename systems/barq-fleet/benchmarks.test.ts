import { beforeAll, expect, test } from 'vitest'
import { seededRandom } from '../../packages/pgwright/src/demo/random.ts'
import { testWorkload } from '../frame/test/common.ts'
import { type SmallSystem, smallSystem } from '../frame/test/small-system.ts'
import { benchmarks } from './benchmarks.ts'
import { barqFleet } from './index.ts'
import { writes } from './writes.ts'

testWorkload(barqFleet)

let system: SmallSystem

beforeAll(async () => {
  system = await smallSystem(barqFleet)
})

test.each(benchmarks.map((benchmark) => [benchmark.id, benchmark] as const))(
  '%s returns the same in its naive and its improved form',
  async (_, benchmark) => {
    const random = seededRandom(1)
    const calls = Array.from({ length: 6 }, () => benchmark.parameters(random, system.dimensions))
    const { service } = system
    for (const call of calls) {
      const naive = await benchmark.naive(service, call)
      const before = service.statements
      expect(await benchmark.improved(service, call)).toEqual(naive)
      expect(service.statements - before).toBe(3)
      if (Array.isArray(naive)) expect(naive.length).toBeGreaterThan(0)
    }
  },
)

test('the lists of a large tenant show the N+1 in their round trips', async () => {
  const { service } = system
  for (const id of ['active-couriers', 'courier-with-vehicle', 'pending-deliveries']) {
    const before = service.statements
    const benchmark = benchmarks.find((one) => one.id === id)
    await benchmark?.naive(service, { organizationId: 1 })
    expect(service.statements - before).toBeGreaterThan(90)
  }
})

test('every write reaches the rows of its own tenant', async () => {
  const random = seededRandom(3)
  for (const write of writes) await write.run(system.service, write.parameters(random, system.dimensions))
  const [row] = await system.owner.query<{ moved: number; created: number }>(
    `select count(*) filter (where updated_at > now() - interval '1 minute')::integer as moved,
       count(*) filter (where created_at > now() - interval '1 minute')::integer as created
     from deliveries`,
  )
  expect(row).toEqual({ moved: 1, created: 1 })
})
