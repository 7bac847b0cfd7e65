import { beforeAll, expect, test } from 'vitest'
import { tenantIsolation, tenantTables } from '../../frame/gates/index.ts'
import { type SmallSystem, smallSystem } from '../../frame/test/small-system.ts'
import { barqFleet } from '../index.ts'
import { staffRole, tenancy } from '../mixins.ts'
import { checkIn } from './attendance.ts'
import { inTenant } from './tenant.ts'

let system: SmallSystem
let tables: readonly string[]

beforeAll(async () => {
  system = await smallSystem(barqFleet)
  tables = await tenantTables(system.owner, tenancy)
})

test('every tenant table isolates its rows', async () => {
  const secured = await system.owner.query(
    'select relname from pg_class where oid = any ($1::regclass[]) and relrowsecurity',
    [tables],
  )
  expect(secured).toHaveLength(65)
})

test.each([1, 7])(
  'organization %i sees its own rows alone, in every table and by every verb',
  async (organizationId) => {
    const gate = tenantIsolation(tenancy, async () => organizationId, inTenant)
    expect(await system.measure(gate)).toEqual({ measured: '65 tables, select, insert, update, delete', met: true })
  },
)

test('a tenant sees its own organization alone', async () => {
  const { service } = system
  const seen = await inTenant(service, 2, () => service.query('select id from organizations'))
  expect(seen).toEqual([{ id: 2 }])
})

test('the tenant ends with its transaction', async () => {
  const { service } = system
  await inTenant(service, 1, () => service.query('select 1'))
  const seen = await service.query('select id from couriers')
  expect(seen).toEqual([])
})

test('a table without its policy is found by every verb', async () => {
  await system.owner.query('alter table loans disable row level security')
  const gate = tenantIsolation(tenancy, async () => 1, inTenant)
  const { measured, met } = await system.measure(gate)
  await system.owner.query('alter table loans enable row level security')
  expect(met).toBe(false)
  for (const verb of ['select', 'update', 'delete', 'insert', 'update to another tenant', 'select without a tenant']) {
    expect(measured).toContain(`loans (${verb})`)
  }
})

test('a row of another tenant is refused', async () => {
  const { service } = system
  const intrusion = inTenant(service, 1, () => checkIn(service, { organizationId: 2, courierId: 1 }))
  await expect(intrusion).rejects.toMatchObject({ code: '42501' })
})

test('an error rolls back and leaves the connection usable', async () => {
  const { service } = system
  await expect(inTenant(service, 1, () => service.query('select 1 / 0'))).rejects.toMatchObject({ code: '22012' })
  const rows = await inTenant(service, 1, () => service.query('select 1 as one'))
  expect(rows).toEqual([{ one: 1 }])
})

test.each([0, -1, 1.5, Number.NaN])('an organization id of %d is refused', async (id) => {
  await expect(inTenant(system.owner, id, async () => {})).rejects.toThrow(RangeError)
})

test('staff see every tenant, and only when the request says so', async () => {
  const { service } = system
  await service.query(`begin; set local role ${staffRole}`)
  const denied = await service.query('select count(*)::integer as rows from couriers')
  await service.query(`select set_config('app.is_superuser', 'true', true)`)
  const allowed = await service.query('select count(*)::integer as rows from couriers')
  await service.query('commit')
  expect([denied, allowed]).toEqual([[{ rows: 0 }], [{ rows: 600 }]])
})

test('the staff setting alone opens nothing to the service', async () => {
  const { service } = system
  const rows = await inTenant(service, 1, async () => {
    await service.query(`select set_config('app.is_superuser', 'true', true)`)
    return service.query('select distinct organization_id from couriers')
  })
  expect(rows).toEqual([{ organization_id: 1 }])
})
