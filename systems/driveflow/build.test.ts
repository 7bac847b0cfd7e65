import { expect, test } from 'vitest'
import { tenantTables } from '../frame/gates/index.ts'
import { testBuild } from '../frame/test/common.ts'
import { checksums } from '../frame/test/small-system.ts'
import { driveflow } from './index.ts'
import { rowId, token } from './row-id.ts'
import { bookingsOf, numberOf, orgIdOf, schools } from './schools.ts'
import { tenancy } from './tenancy.ts'

const built = testBuild(driveflow, new URL('./schema/', import.meta.url), {
  platform: 6,
  school: 7,
  schedule: 4,
  tracking: 2,
  money: 3,
  messaging: 2,
})

test('Prisma made no index for a foreign key: those that have one begin a unique key, or have what the team wrote', async () => {
  const indexes = await built.system.owner.query<{ name: string; unique: boolean }>(
    `select distinct i.indexrelid::regclass::text as name, i.indisunique as unique
     from pg_constraint k
     join pg_index i on i.indrelid = k.conrelid and i.indkey[0] = k.conkey[1]
     where k.contype = 'f' and k.connamespace = 'public'::regnamespace
     order by 1`,
  )
  const others = indexes.filter(({ unique }) => !unique).map(({ name }) => name)
  expect(others).toEqual(['"Lesson_bookingId_idx"', '"Membership_orgId_idx"'])
})

test("20 tables are a tenant's, and every one of them has its policy", async () => {
  const ofTenants = await tenantTables(built.system.owner, tenancy)
  const secured = await built.system.owner.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class
     where relrowsecurity and exists (select from pg_policy where polrelid = pg_class.oid) order by 1`,
  )
  expect(ofTenants).toHaveLength(20)
  expect(secured.map(({ name }) => name).sort()).toEqual(
    [...ofTenants, '"Organization"', '"User"', 'partitioned."TripPoint"'].sort(),
  )
})

test('rows have the ids that the service computes', async () => {
  const { owner, dimensions } = built.system
  const all = schools(dimensions)
  const slots = Array.from({ length: dimensions.instructors ?? 0 }, (_, slot) => slot)
  const bookings = slots.map((slot) => rowId('Booking', numberOf(slot, bookingsOf(slot, dimensions) - 1, dimensions)))
  const trips = slots.map((slot) => rowId('Trip', numberOf(slot, (dimensions.tripsPerInstructor ?? 0) - 1, dimensions)))
  const count = async (table: string, column: string, values: readonly string[]) => {
    const [row] = await owner.query<{ rows: number }>(
      `select count(*)::integer as rows from "${table}" where "${column}"::text = any ($1)`,
      [values],
    )
    return row?.rows
  }
  expect(await count('Organization', 'id', all.map(orgIdOf))).toBe(all.length)
  expect(await count('Booking', 'id', bookings)).toBe(slots.length)
  expect(await count('Trip', 'id', trips)).toBe(slots.length)
  expect(await count('WebhookEvent', 'eventId', [token('evt', 1), token('evt', dimensions.webhookEvents ?? 0)])).toBe(2)
})

test('no instructor gives two lessons at once', async () => {
  const rows = await built.system.owner.query(
    `select from "Booking" a join "Booking" b
       on a."instructorId" = b."instructorId" and a."id" < b."id" and a."startAt" < b."endAt" and b."startAt" < a."endAt"`,
  )
  expect(rows).toEqual([])
})

test('cars stop, turn, and go no faster than the road allows', async () => {
  const [driven] = await built.system.owner.query<{ fastest: string; stopped: number }>(
    `select max("speed_kph") as fastest, (count(*) filter (where "speed_kph" = 0))::float8 / count(*) as stopped
     from "TripPoint"`,
  )
  expect(Number(driven?.fastest)).toBeLessThan(112)
  expect(driven?.stopped).toBeGreaterThan(0.05)
  const jumps = await built.system.owner.query(
    `select from (
       select 111320 * |/ (("lat" - lag("lat") over trip)::float8 ^ 2
         + (("lng" - lag("lng") over trip)::float8 * cos(radians("lat"::float8))) ^ 2) as meters
       from "TripPoint" window trip as (partition by "tripId" order by "ts")
     ) as hops
     where meters > 112 / 3.6 * 5.5`,
  )
  expect(jumps).toEqual([])
})

test('the partitioned form has the same rows, none of them in the default partition', async () => {
  const sums = await checksums(built.system.owner, ['"TripPoint"', 'partitioned."TripPoint"'])
  expect(sums['partitioned."TripPoint"']).toBe(sums['"TripPoint"'])
  const strays = await built.system.owner.query('select from partitioned."TripPoint_default" limit 1')
  expect(strays).toEqual([])
})

test('a new row goes on after the loaded ones', async () => {
  const [row] = await built.system.owner.query<{ id: string }>(
    `insert into "WebhookEvent" ("eventId", "provider", "type", "payload") values ('evt_new', 'stripe', 'x', '{}')
     returning "id"`,
  )
  expect(row?.id).toMatch(/^[\da-f-]{36}$/)
  await built.system.owner.query(`delete from "WebhookEvent" where "eventId" = 'evt_new'`)
})
