import { beforeAll, expect, test } from 'vitest'
import { type SmallSystem, smallSystem } from '../../frame/test/small-system.ts'
import { barqFleet } from '../index.ts'
import { gates } from './index.ts'

let system: SmallSystem

beforeAll(async () => {
  system = await smallSystem(barqFleet)
})

test.each(['dashboard-load', 'hit-ratios', 'index-size', 'tenant-isolation'])('gate %s is met', async (id) => {
  expect(await measure(id)).toMatchObject({ met: true })
})

test.each(['rls-single-record', 'rls-list', 'rls-dashboard', 'rls-bulk'])('gate %s measures both sides', async (id) => {
  expect(await measure(id)).toMatchObject({ measured: expect.stringMatching(/^-?\d+\.\d % \(\d+\.\d\d ms to /) })
})

test('the scan gate names a table that a query reads in full', async () => {
  await system.owner.query('drop index ix_tickets_organization_id')
  await system.owner.query('alter table tickets drop constraint tickets_organization_id_ticket_number_key')
  expect(await measure('no-table-scan')).toEqual({ measured: 'tickets', met: false })
})

async function measure(id: string) {
  const gate = gates.find((one) => one.id === id)
  return gate === undefined ? undefined : system.measure(gate)
}
