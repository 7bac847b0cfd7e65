import { beforeAll, describe, expect, test } from 'vitest'
import { tenantIsolation } from '../frame/gates/index.ts'
import { type SmallSystem, smallSystem } from '../frame/test/small-system.ts'
import { driveflow } from './index.ts'
import { rowId } from './row-id.ts'
import { inTenant } from './service/tenant.ts'
import { serviceRole, tenancy } from './tenancy.ts'

let system: SmallSystem
beforeAll(async () => {
  system = await smallSystem(driveflow)
  await system.apply()
})

const largest = rowId('Organization', 1)

test.each([1, 5])('school %i sees its own rows alone, in every table and by every verb', async (number) => {
  const gate = tenantIsolation(tenancy, async () => rowId('Organization', number), inTenant)
  expect(await system.measure(gate)).toEqual({ measured: '20 tables, select, insert, update, delete', met: true })
})

test('a table without its policy is found by every verb', async () => {
  await system.owner.query('alter table "Message" disable row level security')
  const { measured, met } = await system.measure(tenantIsolation(tenancy, async () => largest, inTenant))
  await system.owner.query('alter table "Message" enable row level security')
  expect(met).toBe(false)
  for (const verb of ['select', 'update', 'delete', 'insert', 'update to another tenant', 'select without a tenant']) {
    expect(measured).toContain(`"Message" (${verb})`)
  }
})

test('a school sees itself, and of the users those that are its members', async () => {
  const { owner, service } = system
  const [members] = await owner.query<{ count: string }>('select count(*) from "Membership" where "orgId" = $1', [
    largest,
  ])
  const seen = await inTenant(service, largest, () =>
    service.query(
      `select (select array_agg("id") from "Organization") as schools, (select count(*) from "User") as users`,
    ),
  )
  expect(seen).toEqual([{ schools: [largest], users: members?.count }])
})

test('a school makes and changes no user', async () => {
  const { service } = system
  const change = inTenant(service, largest, () => service.query(`update "User" set "email" = 'x'`))
  await expect(change).rejects.toMatchObject({ code: '42501' })
})

test('the tenant ends with its transaction', async () => {
  const { service } = system
  await inTenant(service, largest, () => service.query('select 1'))
  expect(await service.query('select "id" from "Booking"')).toEqual([])
})

describe('the partitioned form', () => {
  test('isolates as its table does', async () => {
    const { owner, service } = system
    const own = await owner.query('select count(*) from "TripPoint" where "orgId" = $1', [largest])
    const seen = await inTenant(service, largest, () => service.query('select count(*) from partitioned."TripPoint"'))
    expect(seen).toEqual(own)
  })

  test('can not be read past its policy by the name of a partition', async () => {
    const direct = system.service.query('select from partitioned."TripPoint_2025_01"')
    await expect(direct).rejects.toMatchObject({ code: '42501' })
  })
})

describe('instructor statistics', () => {
  test('are shown to each school as far as they are its own', async () => {
    const { owner, service } = system
    const own = await owner.query('select "id" from "Instructor" where "orgId" = $1 order by "id"', [largest])
    const seen = await inTenant(service, largest, () =>
      service.query('select id from instructor_statistics order by id'),
    )
    expect(seen).toEqual(own)
    expect(await service.query('select id from instructor_statistics')).toEqual([])
  })

  test('are not open where no policy can be', async () => {
    const direct = system.service.query('select * from instructor_stats')
    await expect(direct).rejects.toMatchObject({ code: '42501' })
  })

  test('show no row of another school to a condition that tells on it', async () => {
    const { owner, service } = system
    // A condition that is cheap runs first, unless the view is a barrier.
    await owner.query(`create function tell(name text) returns boolean language plpgsql cost 0.0001
      as $$ begin raise exception 'seen: %', name; end $$;
      grant execute on function tell(text) to ${serviceRole}`)
    expect(await service.query('select id from instructor_statistics where tell(display_name)')).toEqual([])
    await owner.query('drop function tell(text)')
  })
})

// A point of a trip could have its tenant through the trip alone. It saves 16 bytes a point, and each read pays for it.
test("a policy through the trip reads more blocks than one on the point's own column", async () => {
  const { owner } = system
  const own = await blocksRead()
  await owner.query(`drop policy tenant on partitioned."TripPoint";
    create policy tenant on partitioned."TripPoint" to ${serviceRole} using (
      exists (select from "Trip" t where t."id" = "tripId" and t."orgId" = nullif(current_setting('app.org_id', true), '')::uuid)
    )`)
  const throughTrip = await blocksRead()
  expect(throughTrip).toBeGreaterThan(own)
})

async function blocksRead(): Promise<number> {
  const { service } = system
  const [row] = await inTenant(service, largest, () =>
    service.query<{ 'QUERY PLAN': readonly [{ Plan: Record<string, number> }] }>(
      `explain (analyze, buffers, format json)
       select "ts", "lat", "lng" from partitioned."TripPoint" where "tripId" = '${rowId('Trip', 1)}'`,
    ),
  )
  const plan = row?.['QUERY PLAN'][0].Plan
  return (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0)
}
