import { expect, test } from 'vitest'
import { seededRandom } from '../../packages/pgwright/src/demo/random.ts'
import { barqFleet } from './index.ts'
import { anyRecentDelivery, courierInSlot, tenants } from './tenants.ts'

test.each(Object.entries(barqFleet.scales))('at %s scale the tenants share all couriers', (_, dimensions) => {
  const all = tenants(dimensions)
  let next = 0
  for (const { firstSlot, couriers, active, inService } of all) {
    expect(firstSlot).toBe(next)
    expect(active).toBeGreaterThan(0)
    expect(inService).toBeGreaterThanOrEqual(active)
    expect(couriers).toBeGreaterThanOrEqual(inService)
    next += couriers
  }
  expect(next).toBe(dimensions.couriers)
})

test.each(Object.entries(barqFleet.scales))('at %s scale every slot has a courier of its own', (_, dimensions) => {
  const ids = new Set(Array.from({ length: dimensions.couriers ?? 0 }, (_, slot) => courierInSlot(slot, dimensions)))
  expect(ids.size).toBe(dimensions.couriers)
  expect(ids.has(0)).toBe(false)
})

test('the biggest of a hundred tenants has 7 % of the couriers', () => {
  const [largest] = tenants(barqFleet.scales.medium)
  expect(largest?.couriers).toBe(722)
})

test('a recent delivery is one that exists', () => {
  for (const dimensions of Object.values(barqFleet.scales)) {
    const random = seededRandom(2)
    for (const tenant of tenants(dimensions)) {
      const delivery = anyRecentDelivery(tenant, random, dimensions)
      expect(delivery).toBeGreaterThan(0)
      expect(delivery).toBeLessThanOrEqual(dimensions.deliveries ?? 0)
    }
  }
})
