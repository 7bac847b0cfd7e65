import { setTimeout } from 'node:timers/promises'
import type { Gate, GateContext } from 'pgwright'
import { beforeAll, describe, expect, test } from 'vitest'
import { prunedPartitions } from '../../frame/gates/index.ts'
import { type SmallSystem, smallSystem } from '../../frame/test/small-system.ts'
import { simpleBenchmarks } from '../benchmarks.ts'
import { driveflow } from '../index.ts'
import { rowId } from '../row-id.ts'
import { bookingsAfter, bookingsByOffset, pageSize } from '../service/bookings.ts'
import type { Message } from '../service/outbox.ts'
import { asTenant, inTenant } from '../service/tenant.ts'
import { tripPointsNaive } from '../service/trips.ts'
import { blocking } from './blocking.ts'
import { deepPage } from './deep-page.ts'
import { indexHitRatio } from './hit-ratio.ts'
import { gates } from './index.ts'
import { outboxDelivery } from './outbox.ts'
import { responseTimes } from './response.ts'
import { webhookIdempotency } from './webhooks.ts'

let system: SmallSystem
beforeAll(async () => {
  system = await smallSystem(driveflow)
})

test.each(['index-hit-ratio', 'webhook-idempotency', 'outbox-delivery', 'tenant-isolation', 'trip-point-pruning'])(
  'gate %s is met',
  async (id) => {
    expect(await measure(id)).toMatchObject({ met: true })
  },
)

test.each(['rls-single-record', 'rls-list', 'rls-trip-points', 'rls-bulk'])(
  'gate %s measures both sides',
  async (id) => {
    expect(await measure(id)).toMatchObject({ measured: expect.stringMatching(/^-?\d+\.\d % \(\d+\.\d\d ms to /) })
  },
)

test('a bound that no query keeps is not met, and the slowest query is named', async () => {
  const { measured, met } = await system.measure(responseTimes('simple', simpleBenchmarks.slice(1, 3), 0))
  expect(met).toBe(false)
  expect(simpleBenchmarks.some(({ title }) => measured.includes(title))).toBe(true)
})

test('indexes that are read from disk do not meet the hit ratio', async () => {
  const cold = within(indexHitRatio, () => ({ hitRatios: async () => ({ index: 0.98, table: 1 }) }))
  expect(await system.measure(cold)).toMatchObject({ measured: '98.00 %', met: false })
})

describe('blocking', () => {
  const load = { connections: 2, users: 2, requests: 2, thinkMs: 0 }
  const done = { completed: 2, failed: 0, durationMs: 1, usedShare: 1, p95Ms: 1 }

  test('is found where one session waits for the row that another has', async () => {
    const held = within(blocking(load), ({ pool }) => ({ load: () => waitForEachOther(pool).then(() => done) }))
    const { measured, met } = await system.measure(held)
    expect(met).toBe(false)
    expect(measured).not.toMatch(/^0\.00 %/)
  })

  test('is not found where nobody waits', async () => {
    const idle = within(blocking(load), () => ({ load: () => setTimeout(40).then(() => done) }))
    expect(await system.measure(idle)).toMatchObject({ met: true })
  })
})

describe('a deep page', () => {
  test('that takes ten times the first page is too slow', async () => {
    const slow = within(deepPage, () => ({ compare: async () => [1, 10, 10] }))
    expect(await system.measure(slow)).toMatchObject({ met: false })
  })

  test('by its cursor is the page of its number', async () => {
    const { owner, service } = system
    const orgId = rowId('Organization', 1)
    const [cursor] = await owner.query<{ startAt: Date; id: string }>(
      `select "startAt", "id" from "Booking" where "orgId" = $1 order by "startAt" desc, "id" desc offset $2 limit 1`,
      [orgId, 10 * pageSize - 1],
    )
    await inTenant(service, orgId, async () => {
      const page = await bookingsAfter(service, cursor ?? null)
      expect(page).toEqual(await bookingsByOffset(service, { orgId }, 11))
      expect(page).toHaveLength(pageSize)
    })
  })
})

test('a handler that does not look whether it has seen an event does its work again', async () => {
  const careless = webhookIdempotency(async (_db, _event, effect) => {
    await effect()
    return true
  })
  expect(await system.measure(careless)).toMatchObject({
    measured: '0 of 200 once, 200 otherwise, 0 of 600 deliveries failed',
    met: false,
  })
})

test('a handler that fails is found even where each event was processed', async () => {
  const seen = new Set<string>()
  const refusing = webhookIdempotency(async (_db, { eventId }, effect) => {
    if (seen.has(eventId)) throw new Error('A duplicate')
    seen.add(eventId)
    await effect()
    return true
  })
  expect(await system.measure(refusing)).toMatchObject({
    measured: '200 of 200 once, 0 otherwise, 400 of 600 deliveries failed',
    met: false,
  })
})

test('pollers that lock nothing deliver messages twice', async () => {
  const greedy = outboxDelivery(async (db, topic, deliver) => {
    const batch = await db.query<Message>(
      `select "id", "payload" from "Outbox" where "topic" = $1 and "processedAt" is null order by "id" limit 50`,
      [topic],
    )
    if (batch.length > 0) await deliver(batch)
    await db.query('update "Outbox" set "processedAt" = now() where "id" = any ($1)', [batch.map(({ id }) => id)])
    return batch.length
  })
  expect(await system.measure(greedy)).toMatchObject({
    measured: expect.stringMatching(/ [1-9]\d* doubled$/),
    met: false,
  })
})

test('pollers that note a message before it is handed over lose it', async () => {
  const hasty = outboxDelivery(async (db, topic, deliver) => {
    const batch = await db.query<Message>(
      `update "Outbox" set "processedAt" = now()
       where "id" in (select "id" from "Outbox" where "topic" = $1 and "processedAt" is null limit 50 for update skip locked)
       returning "id", "payload"`,
      [topic],
    )
    if (batch.length > 0) await deliver(batch)
    return batch.length
  })
  expect(await system.measure(hasty)).toMatchObject({
    measured: '550 of 600 delivered, 50 lost, 0 doubled',
    met: false,
  })
})

test('a query that does not say when reads every partition', async () => {
  const timeless = prunedPartitions({
    id: 'timeless',
    title: 'A trip without its time',
    table: 'TripPoint',
    most: 1,
    ask: (db) =>
      inTenant(db, rowId('Organization', 1), () =>
        db.query('select * from partitioned."TripPoint" where "tripId" = $1', [rowId('Trip', 1)]),
      ),
  })
  expect(await system.measure(timeless)).toMatchObject({
    measured: expect.stringMatching(/^18 of 18 read/),
    met: false,
  })
})

test('the scan gate names the tables that are read in full before anything is tuned', async () => {
  const { measured, met } = (await measure('no-table-scan')) ?? {}
  expect(met).toBe(false)
  expect(measured).toContain('Booking')
})

test('the plain table of points has them too', async () => {
  const call = { orgId: rowId('Organization', 1), tripId: rowId('Trip', 1) }
  const trip = await asTenant(tripPointsNaive)(system.service, call)
  expect(trip?.points.length).toBeGreaterThan(100)
})

async function measure(id: string) {
  const gate = gates.find((one) => one.id === id)
  return gate === undefined ? undefined : system.measure(gate)
}

/** The gate with a part of what it is given replaced: what a slow or a busy machine would give it. */
function within(gate: Gate, part: (context: GateContext) => Partial<GateContext>): Gate {
  return { ...gate, measure: (context) => gate.measure({ ...context, ...part(context) }) }
}

/** Two sessions want the same row, and the first takes its time. */
async function waitForEachOther(pool: GateContext['pool']): Promise<void> {
  const { connections, close } = await pool(2)
  const [holder, waiter] = connections
  if (holder === undefined || waiter === undefined) throw new Error('A pool of two has two')
  const lock = `select from "Outbox" where "id" = '${rowId('Outbox', 1)}' for update`
  await holder.query(`begin; ${lock}`)
  const waiting = waiter.query(lock)
  await setTimeout(100)
  await holder.query('rollback')
  await waiting
  await close()
}
