import type { Connection, Gate, GateContext } from 'pgwright'
import { collectCod } from '../service/cod.ts'
import { changeDeliveryStatus, createDelivery } from '../service/delivery-changes.ts'
import { inTenant } from '../service/tenant.ts'
import { newDeliveryCall } from '../writes.ts'

const meanPerSecond = 1_000_000 / 86_400
const peakFactor = 5

export const capacity: Gate = {
  id: 'deliveries-a-day',
  title: '1,000,000 deliveries a day',
  claim: `${(meanPerSecond * peakFactor).toFixed(0)}/s: a peak ${peakFactor} times the mean, each from order to cash`,
  async measure(context) {
    const { connections, close } = await context.pool(4)
    const durationMs = 2000
    try {
      const until = performance.now() + durationMs
      const done = await Promise.all(connections.map((db) => deliverUntil(db, until, context)))
      const perSecond = done.reduce((sum, count) => sum + count, 0) / (durationMs / 1000)
      return { measured: `${perSecond.toFixed(0)}/s`, met: perSecond >= meanPerSecond * peakFactor }
    } finally {
      await close()
    }
  },
}

/** Deliveries from the order to the cash in hand: five transactions each, as the service makes them. */
async function deliverUntil(db: Connection, until: number, { random, dimensions }: GateContext): Promise<number> {
  let done = 0
  while (performance.now() < until) {
    const call = newDeliveryCall(random, dimensions)
    const { organizationId, courierId } = call
    const deliveryId = await inTenant(db, organizationId, () => createDelivery(db, call))
    for (const status of ['assigned', 'picked_up', 'delivered'] as const) {
      await inTenant(db, organizationId, () => changeDeliveryStatus(db, { organizationId, deliveryId, status }))
    }
    const cash = { organizationId, courierId, deliveryId, amount: 100 }
    await inTenant(db, organizationId, () => collectCod(db, cash))
    done++
  }
  return done
}
