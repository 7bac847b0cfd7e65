import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { tenantTables } from '../frame/gates/index.ts'
import { checksums, type SmallSystem, smallSystem } from '../frame/test/small-system.ts'
import { driveflow } from './index.ts'
import { rowId, token } from './row-id.ts'
import { bookingsOf, numberOf, orgIdOf, schools } from './schools.ts'
import { tenancy } from './tenancy.ts'

let system: SmallSystem
let again: SmallSystem
let tables: readonly string[]

const modules = { platform: 6, school: 7, schedule: 4, tracking: 2, money: 3, messaging: 2 }

beforeAll(async () => {
  system = await smallSystem(driveflow)
  again = await smallSystem(driveflow)
  const rows = await system.owner.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class
     where relkind in ('r', 'p') and relnamespace in ('public'::regnamespace, 'partitioned'::regnamespace)
       and not relispartition
     order by 1`,
  )
  tables = rows.map(({ name }) => name)
})

test.each(Object.entries(modules))('module %s has its %i tables', async (module, count) => {
  const sql = await readFile(new URL(`./schema/${module}.sql`, import.meta.url), 'utf8')
  const names = [...sql.matchAll(/^create table ("\w+")/gm)].map(([, name]) => name)
  expect(names).toHaveLength(count)
  expect(tables).toEqual(expect.arrayContaining(names))
})

test('there are 24 tables and the partitioned form of one, and nothing is left of the build', async () => {
  expect(tables).toHaveLength(25)
  const schemas = await system.owner.query(`select nspname from pg_namespace where nspname = 'build'`)
  expect(schemas).toEqual([])
})

test('every table has rows and a key', async () => {
  const keys = await system.owner.query(
    'select conrelid from pg_constraint where contype = $1 and conrelid = any ($2::regclass[])',
    ['p', tables],
  )
  expect(keys).toHaveLength(25)
  for (const table of tables) {
    const [row] = await system.owner.query<{ rows: number }>(`select count(*)::integer as rows from ${table}`)
    expect(row?.rows, table).toBeGreaterThan(0)
  }
})

test('every foreign key is there and validated', async () => {
  const keys = await system.owner.query<{ validated: boolean }>(
    `select convalidated as validated from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
  )
  const files = await Promise.all(
    Object.keys(modules).map((module) => readFile(new URL(`./schema/${module}.sql`, import.meta.url), 'utf8')),
  )
  expect(keys).toHaveLength(files.join('\n').match(/ references /g)?.length ?? 0)
  expect(keys.every(({ validated }) => validated)).toBe(true)
})

test('Prisma made no index for a foreign key: those that have one begin a unique key, or have what the team wrote', async () => {
  const indexes = await system.owner.query<{ name: string; unique: boolean }>(
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
  const ofTenants = await tenantTables(system.owner, tenancy)
  const secured = await system.owner.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class
     where relrowsecurity and exists (select from pg_policy where polrelid = pg_class.oid) order by 1`,
  )
  expect(ofTenants).toHaveLength(20)
  expect(secured.map(({ name }) => name).sort()).toEqual(
    [...ofTenants, '"Organization"', '"User"', 'partitioned."TripPoint"'].sort(),
  )
})

test('rows have the ids that the service computes', async () => {
  const { owner, dimensions } = system
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
  const rows = await system.owner.query(
    `select from "Booking" a join "Booking" b
       on a."instructorId" = b."instructorId" and a."id" < b."id" and a."startAt" < b."endAt" and b."startAt" < a."endAt"`,
  )
  expect(rows).toEqual([])
})

test('cars stop, turn, and go no faster than the road allows', async () => {
  const [driven] = await system.owner.query<{ fastest: string; stopped: number }>(
    `select max("speed_kph") as fastest, (count(*) filter (where "speed_kph" = 0))::float8 / count(*) as stopped
     from "TripPoint"`,
  )
  expect(Number(driven?.fastest)).toBeLessThan(112)
  expect(driven?.stopped).toBeGreaterThan(0.05)
  const jumps = await system.owner.query(
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
  const sums = await checksums(system.owner, ['"TripPoint"', 'partitioned."TripPoint"'])
  expect(sums['partitioned."TripPoint"']).toBe(sums['"TripPoint"'])
  const strays = await system.owner.query('select from partitioned."TripPoint_default" limit 1')
  expect(strays).toEqual([])
})

test('a new row goes on after the loaded ones', async () => {
  const [row] = await system.owner.query<{ id: string }>(
    `insert into "WebhookEvent" ("eventId", "provider", "type", "payload") values ('evt_new', 'stripe', 'x', '{}')
     returning "id"`,
  )
  expect(row?.id).toMatch(/^[\da-f-]{36}$/)
  await system.owner.query(`delete from "WebhookEvent" where "eventId" = 'evt_new'`)
})

test('two builds agree to the last byte', async () => {
  expect(await checksums(again.owner, tables)).toEqual(await checksums(system.owner, tables))
})
