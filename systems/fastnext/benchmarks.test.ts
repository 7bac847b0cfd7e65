import { isDeepStrictEqual } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { seededRandom } from '../../packages/pgwright/src/demo/random.ts'
import { testWorkload } from '../frame/test/common.ts'
import { type SmallSystem, smallSystem } from '../frame/test/small-system.ts'
import { benchmarks } from './benchmarks.ts'
import { fastnext } from './index.ts'
import { activityFeedNaive } from './service/activity.ts'
import { unreadNotificationsNaive } from './service/notifications.ts'
import { projectsOfUserNaive } from './service/projects.ts'
import { lastThirtyDays } from './story.ts'
import { writes } from './writes.ts'

testWorkload(fastnext)

let system: SmallSystem

beforeAll(async () => {
  system = await smallSystem(fastnext)
})

test.each(benchmarks.map((benchmark) => [benchmark.id, benchmark] as const))(
  '%s returns the same in its naive and its improved form',
  async (_, benchmark) => {
    const random = seededRandom(1)
    const { service, dimensions } = system
    let found = 0
    for (let call = 0; call < 12; call++) {
      const parameters = benchmark.parameters(random, dimensions)
      const naive = await benchmark.naive(service, parameters)
      const before = service.statements
      const improved = await benchmark.improved(service, parameters)
      expect(service.statements - before).toBe(1)
      expect(improved).toEqual(naive)
      expect(isDeepStrictEqual(improved, naive)).toBe(true)
      if (!isEmpty(naive)) found++
    }
    expect(found).toBeGreaterThan(1)
  },
)

test('both forms still return the same after everything has been written to', async () => {
  const random = seededRandom(6)
  const { service, dimensions } = system
  for (let call = 0; call < 60; call++) {
    const write = random.pick(writes)
    await write.run(service, write.parameters(random, dimensions))
  }
  for (const { naive, improved, parameters } of benchmarks) {
    const drawn = parameters(random, dimensions)
    expect(await improved(service, drawn)).toEqual(await naive(service, drawn))
  }
})

test('the lists show the N+1 in their round trips', async () => {
  const { service } = system
  const trips = async (ask: () => Promise<unknown>) => {
    const before = service.statements
    await ask()
    return service.statements - before
  }
  // User 1 has most of everything.
  expect(await trips(() => activityFeedNaive(service, lastThirtyDays))).toBe(51)
  expect(await trips(() => projectsOfUserNaive(service, { userId: 1 }))).toBeGreaterThan(1 + 3 * 10)
  expect(await trips(() => unreadNotificationsNaive(service, { userId: 1 }))).toBeGreaterThan(10)
})

function isEmpty(value: unknown): boolean {
  if (value === null) return true
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && 'unread' in value && value.unread === 0
}
