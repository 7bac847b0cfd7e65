import { beforeAll, expect, test } from 'vitest'
import { countRows, tenantTables } from '../gates/isolation.ts'
import { staffRole } from '../mixins.ts'
import { type SmallSystem, smallSystem } from '../test/small.ts'
import { checkIn } from './attendance.ts'
import { inTenant } from './tenant.ts'

let system: SmallSystem
let tables: readonly string[]

beforeAll(async () => {
  system = await smallSystem()
  tables = await tenantTables(system.owner)
})

test('every tenant table isolates its rows', async () => {
  const secured = await system.owner.query(
    'select relname from pg_class where oid = any ($1::regclass[]) and relrowsecurity',
    [tables],
  )
  expect(secured).toHaveLength(65)
  for (const organizationId of [1, 7]) {
    const own = await countRows(system.owner, tables, ` where organization_id = ${organizationId}`)
    const seen = await system.asService((service) =>
      inTenant(service, organizationId, () => countRows(service, tables, '')),
    )
    expect(seen).toEqual(own)
  }
})

test('a tenant sees its own organization alone', async () => {
  const seen = await system.asService((service) =>
    inTenant(service, 2, () => service.query('select id from organizations')),
  )
  expect(seen).toEqual([{ id: 2 }])
})

test('the tenant ends with its transaction, and without one nothing is seen', async () => {
  const seen = await system.asService(async (service) => {
    await inTenant(service, 1, () => service.query('select 1'))
    return countRows(service, tables, '')
  })
  for (const { table, rows } of seen) expect(rows, table).toBe(0)
})

test('a row of another tenant is refused', async () => {
  const intrusion = system.asService((service) =>
    inTenant(service, 1, () => checkIn(service, { organizationId: 2, courierId: 1 })),
  )
  await expect(intrusion).rejects.toMatchObject({ code: '42501' })
})

test('an error rolls back and leaves the connection usable', async () => {
  const rows = await system.asService(async (service) => {
    await expect(inTenant(service, 1, () => service.query('select 1 / 0'))).rejects.toMatchObject({ code: '22012' })
    return inTenant(service, 1, () => service.query('select 1 as one'))
  })
  expect(rows).toEqual([{ one: 1 }])
})

test.each([0, -1, 1.5, Number.NaN])('an organization id of %d is refused', async (id) => {
  await expect(inTenant(system.owner, id, async () => {})).rejects.toThrow(RangeError)
})

test('staff see every tenant, and only when the request says so', async () => {
  const counts = await system.asService(async (service) => {
    await service.query(`begin; set local role ${staffRole}`)
    const denied = await service.query('select count(*)::integer as rows from couriers')
    await service.query(`select set_config('app.is_superuser', 'true', true)`)
    const allowed = await service.query('select count(*)::integer as rows from couriers')
    await service.query('commit')
    return [denied, allowed]
  })
  expect(counts).toEqual([[{ rows: 0 }], [{ rows: 600 }]])
})

test('the staff setting alone opens nothing to the service', async () => {
  const rows = await system.asService((service) =>
    inTenant(service, 1, async () => {
      await service.query(`select set_config('app.is_superuser', 'true', true)`)
      return service.query('select distinct organization_id from couriers')
    }),
  )
  expect(rows).toEqual([{ organization_id: 1 }])
})
