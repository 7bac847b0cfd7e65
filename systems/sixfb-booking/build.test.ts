import { expect, test } from 'vitest'
import { testBuild } from '../frame/test/common.ts'
import { sixfbBooking } from './index.ts'
import { barbers } from './shops.ts'
import { serviceRole } from './tenancy.ts'

const built = testBuild(sixfbBooking, new URL('./schema/', import.meta.url), {
  tenancy: 6,
  clients: 2,
  catalogue: 3,
  booking: 5,
  money: 4,
  marketing: 2,
  reviews: 2,
  notifications: 2,
  loyalty: 2,
  inventory: 3,
  insights: 2,
})

test('every table of a tenant is under its policy, the partitioned forms too', async () => {
  const [row] = await built.system.owner.query<{ tables: number; secured: number }>(
    `select count(*)::integer as tables,
       count(*) filter (where relrowsecurity and exists (
         select from pg_policy where polrelid = c.oid and polroles = array[$1::regrole::oid]))::integer as secured
     from pg_class c
     where relkind in ('r', 'p') and not relispartition
       and relnamespace::regnamespace::text in ('public', 'partitioned') and relname <> 'closed_months'`,
    [serviceRole],
  )
  expect(row).toEqual({ tables: 34, secured: 34 })
})

test('no two appointments of a barber overlap, whatever their status', async () => {
  const overlaps = await built.system.owner.query(
    `select a.id
     from (select id, end_time, lead(start_time) over (partition by barber_id order by start_time, id) as next
       from appointments) as a
     where a.next < a.end_time`,
  )
  expect(overlaps).toEqual([])
})

test('the story reaches from 18 months before the anchor to 30 days after, and what is ahead is not done', async () => {
  const [row] = await built.system.owner.query<Record<string, unknown>>(
    `select min(start_time) < '2024-02-08' as "18 months", max(start_time) >= '2025-08-29' as "30 days",
       max(created_at) < '2025-07-31' as booked,
       count(*) filter (where status in ('completed', 'no_show') and end_time > '2025-07-31')::integer as "done ahead",
       max(start_time) filter (where status = 'completed') > '2025-07-30' as "done yesterday"
     from appointments`,
  )
  expect(row).toEqual({ '18 months': true, '30 days': true, booked: true, 'done ahead': 0, 'done yesterday': true })
})

test('appointments keep to the hours of their barber', async () => {
  const outside = await built.system.owner.query(
    `select a.id from appointments a
     where not exists (
       select from barber_availability b
       where b.user_id = a.barber_id and b.is_available
         and b.day_of_week = extract(dow from a.start_time at time zone 'UTC')
         and b.start_time <= (a.start_time at time zone 'UTC')::time
         and b.end_time >= (a.end_time at time zone 'UTC')::time)`,
  )
  expect(outside).toEqual([])
})

test('Saturdays and December are busier than Mondays and January, and the owner than the last barber', async () => {
  const [row] = await built.system.owner.query<Record<string, number>>(
    `select
       count(*) filter (where extract(dow from start_time) = 6)::integer as saturday,
       count(*) filter (where extract(dow from start_time) = 1)::integer as monday,
       count(*) filter (where start_time >= '2024-12-01' and start_time < '2025-01-01')::integer as december,
       count(*) filter (where start_time >= '2025-01-01' and start_time < '2025-02-01')::integer as january
     from appointments`,
  )
  expect(row?.saturday).toBeGreaterThan(1.5 * (row?.monday ?? 0))
  expect(row?.december).toBeGreaterThan(1.2 * (row?.january ?? 0))
  const shop = barbers(built.system.dimensions).filter(({ organizationId }) => organizationId === 1)
  const counts = await built.system.owner.query<{ id: number; booked: number }>(
    'select barber_id as id, count(*)::integer as booked from appointments where organization_id = 1 group by 1',
  )
  const booked = (id: number | undefined) => counts.find((one) => one.id === id)?.booked ?? 0
  expect(booked(shop.at(0)?.id)).toBeGreaterThan(booked(shop.at(-1)?.id))
})

test.each(Object.entries(sixfbBooking.scales))(
  'at %s scale every barber has an id and clients of its own',
  (_, dimensions) => {
    const all = barbers(dimensions)
    expect(new Set(all.map(({ id }) => id)).size).toBe(dimensions.barbers)
    let next = 0
    for (const { firstClient, clients } of all) {
      expect(firstClient).toBe(next)
      expect(clients).toBeGreaterThan(0)
      next += clients
    }
    expect(next).toBe(dimensions.clients)
  },
)
