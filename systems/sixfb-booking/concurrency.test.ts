import type { Connection } from 'pgwright'
import { beforeAll, describe, expect, test } from 'vitest'
import { seededRandom } from '../../packages/pgwright/src/demo/random.ts'
import { type SmallSystem, smallSystem } from '../frame/test/small-system.ts'
import { counters } from './changes/counters.ts'
import { drawChange, nothingAdded } from './gates/counted-changes.ts'
import { wrongCounters } from './gates/counters.ts'
import { overlapping } from './gates/double-booking.ts'
import { sixfbBooking } from './index.ts'
import { type Booking, book, writeBooking } from './service/bookings.ts'
import { isFreeNaive } from './service/conflicts.ts'
import { monthlyStatistics, monthlyStatisticsNaive } from './service/statistics.ts'
import { inTenant } from './service/tenant.ts'
import { anyClient, type Barber, barbers, serviceOfShop } from './shops.ts'

let system: SmallSystem
let shop: readonly Barber[]
beforeAll(async () => {
  system = await smallSystem(sixfbBooking)
  shop = barbers(system.dimensions).filter(({ organizationId }) => organizationId === 1)
})

describe('before the constraint', () => {
  test('two who ask at once both find the time free, and both book it', async () => {
    await withSessions(2, async ([one, two]) => {
      const booking = bookingAt('2026-01-05T10:00:00Z', '2026-01-05T11:00:00Z')
      for (const db of [one, two]) {
        await db.query(`begin; select set_config('app.current_org_id', '1', true)`)
        expect(await isFreeNaive(db, booking)).toBe(true)
      }
      for (const db of [one, two]) {
        await writeBooking(db, booking)
        await db.query('commit')
      }
    })
    expect(await overlapping(system.owner)).toBe(1)
    await system.owner.query(`delete from appointments where start_time >= '2026-01-01'`)
  })
})

describe('with the declared changes', () => {
  beforeAll(() => system.apply())

  test('of many who book the same time at once one gets it, and the others are told so', async () => {
    const booking = bookingAt('2026-01-05T10:00:00Z', '2026-01-05T11:00:00Z')
    const booked = await withSessions(8, (sessions) => Promise.all(sessions.map((db) => book(db, booking))))
    expect(booked.filter((id) => id !== null)).toHaveLength(1)
    expect(await overlapping(system.owner)).toBe(0)
  })

  test('a time that is taken is refused by the constraint, and one that begins when it ends is not', async () => {
    const { service } = system
    const write = (booking: Booking) => inTenant(service, 1, () => writeBooking(service, booking))
    const inside = bookingAt('2026-01-05T10:30:00Z', '2026-01-05T10:45:00Z')
    await expect(write(inside)).rejects.toMatchObject({ code: '23P01' })
    await expect(write(bookingAt('2026-01-05T11:00:00Z', '2026-01-05T12:00:00Z'))).resolves.toMatch(/^\d+$/)
  })

  test('a cancelled appointment frees its time, and can not come back once another has it', async () => {
    const { service, owner } = system
    const booking = bookingAt('2026-01-06T10:00:00Z', '2026-01-06T11:00:00Z')
    const first = await book(service, booking)
    await owner.query(`update appointments set status = 'cancelled' where id = $1`, [first])
    expect(await book(service, booking)).not.toBeNull()
    const back = owner.query(`update appointments set status = 'confirmed' where id = $1`, [first])
    await expect(back).rejects.toMatchObject({ code: '23P01' })
  })

  test('a shop can not book the barber of another', async () => {
    const foreign = barbers(system.dimensions).find(({ organizationId }) => organizationId === 2)
    const booking = { ...bookingAt('2026-01-07T10:00:00Z', '2026-01-07T11:00:00Z'), barberId: foreign?.id ?? 0 }
    await expect(book(system.service, booking)).rejects.toThrow('There is no barber')
    const forged = inTenant(system.service, 1, () =>
      system.service.query(
        `insert into appointments (organization_id, barber_id, service_name, status, start_time, end_time, price)
         values (1, $1, 'Haircut', 'pending', '2026-01-07 10:00+00', '2026-01-07 11:00+00', 1)`,
        [foreign?.id],
      ),
    )
    await expect(forged).rejects.toMatchObject({ code: '23503' })
  })

  test('a new month of payments begins the revenue anew, and its last one takes it back to the month before', async () => {
    const { owner } = system
    const before = await revenue()
    await owner.query(payment(`'2026-03-05', 10`))
    await owner.query(payment(`'2026-03-06', 2.50`))
    await owner.query(payment(`'2025-02-06', 99`)) // of an earlier month
    expect(await revenue()).toEqual({ revenue: '12.50', month: '2026-03-01' })
    await owner.query(`update payments set amount = 3 where created_at = '2026-03-06'`)
    expect(await revenue()).toEqual({ revenue: '13.00', month: '2026-03-01' })
    await owner.query(`update payments set status = 'failed' where created_at = '2026-03-06'`)
    expect(await revenue()).toEqual({ revenue: '10.00', month: '2026-03-01' })
    await owner.query(`delete from payments where created_at in ('2026-03-05', '2025-02-06')`)
    expect(await revenue()).toEqual(before)
    expect(await wrongCounters(owner)).toBe(0)
  })

  test('a deletion that is not committed yet is not counted twice, nor forgotten', async () => {
    await withSessions(2, async ([one, two]) => {
      const at = (hour: number) => bookingAt(`2026-05-01T${hour}:00:00Z`, `2026-05-01T${hour + 1}:00:00Z`)
      await book(one, at(10))
      const latest = await book(one, at(12))
      await one.query(`begin; select set_config('app.current_org_id', '1', true)`)
      await one.query(`delete from appointments where id = $1`, [latest])
      const other = book(two, at(11)) // waits for the barber
      await one.query('commit')
      expect(await other).not.toBeNull()
    })
    const [row] = await system.owner.query<{ last: Date }>(
      'select last_booking_date as last from users where id = $1',
      [owning().id],
    )
    expect(row?.last.toISOString()).toBe('2026-05-01T11:00:00.000Z')
    expect(await wrongCounters(system.owner)).toBe(0)
  })

  test('a change that counts for nothing leaves the user alone', async () => {
    const version = async () => {
      const [row] = await system.owner.query<{ xmin: string }>('select xmin::text from users where id = $1', [
        owning().id,
      ])
      return row?.xmin
    }
    const before = await version()
    await system.owner.query(
      `update appointments set notes = 'Came early', status = case status when 'pending' then 'confirmed' else status end
       where barber_id = $1`,
      [owning().id],
    )
    expect(await version()).toBe(before)
  })

  test('counting anew while the application writes leaves every counter exact', async () => {
    await system.owner.query('update users set client_count = 7, monthly_revenue = 7, last_booking_date = null')
    const steps = counters.steps.filter(({ ensure }) => ensure.kind === 'always')
    const random = seededRandom(8)
    const added = nothingAdded()
    let counted = false
    await withSessions(4, async (sessions) => {
      const writers = sessions.map(async (db) => {
        for (let change = 0; change < 10 || !counted; change++) await drawChange(shop, added, random)(db)
      })
      for (const { sql } of steps) await system.owner.query(sql)
      counted = true
      await Promise.all(writers)
    })
    expect(await wrongCounters(system.owner)).toBe(0)
  })

  test('a month that is closed goes into the view with its next refresh, and is counted live until then', async () => {
    const { owner, service } = system
    const both = () =>
      inTenant(service, 1, async () => ({
        naive: await monthlyStatisticsNaive(service),
        improved: await monthlyStatistics(service),
      }))
    const inView = async () => {
      const [row] = await owner.query<{ month: string }>(
        'select max(month)::text as month from barber_monthly_stats where organization_id = 1',
      )
      return row?.month
    }
    expect(await inView()).toBe('2025-06-01')
    await owner.query(`insert into closed_months values ('2025-07-01')`)
    const between = await both()
    expect(between.improved).toEqual(between.naive)
    await owner.query('refresh materialized view concurrently barber_monthly_stats')
    expect(await inView()).toBe('2025-07-01')
    const after = await both()
    expect(after.improved).toEqual(after.naive)
  })

  test('the service can read the view of its own shop alone', async () => {
    const { service } = system
    const shops = await inTenant(service, 2, () =>
      service.query('select distinct organization_id from barber_closed_months join users u on u.id = barber_id'),
    )
    expect(shops).toEqual([{ organization_id: 2 }])
    expect(await service.query('select * from barber_closed_months')).toEqual([])
    await expect(service.query('select * from barber_monthly_stats')).rejects.toMatchObject({ code: '42501' })
  })
})

function owning(): Barber {
  const [first] = shop
  if (first === undefined) throw new Error('The shop has no barber')
  return first
}

function bookingAt(from: string, before: string): Booking {
  const clientId = anyClient(owning(), seededRandom(1), system.dimensions)
  const serviceId = serviceOfShop(1, 1, system.dimensions)
  return {
    organizationId: 1,
    barberId: owning().id,
    clientId,
    serviceId,
    serviceName: 'Haircut',
    price: 38,
    from,
    before,
  }
}

function payment(values: string): string {
  return `insert into payments (organization_id, user_id, barber_id, payment_type, status, method, commission_rate,
      created_at, amount)
    values (1, ${owning().id}, ${owning().id}, 'charge', 'completed', 'cash', 0.5, ${values})`
}

async function revenue() {
  const [row] = await system.owner.query(
    'select monthly_revenue as revenue, revenue_month::text as month from users where id = $1',
    [owning().id],
  )
  return row
}

/** Sessions of the service, as a gate is given them. */
async function withSessions<Result>(
  size: number,
  work: (sessions: readonly [Connection, Connection, ...Connection[]]) => Promise<Result>,
): Promise<Result> {
  const results: Result[] = []
  await system.measure({
    id: 'sessions',
    title: '',
    claim: '',
    async measure({ pool }) {
      const { connections, close } = await pool(size)
      const [one, two, ...others] = connections
      if (one === undefined || two === undefined) throw new Error('There are two sessions at least')
      try {
        results.push(await work([one, two, ...others]))
      } finally {
        await close()
      }
      return { measured: '', met: true }
    },
  })
  const [result] = results
  if (results.length === 0) throw new Error('The work was not done')
  return result as Result
}
