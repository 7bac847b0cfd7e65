import type { Connection } from 'pgwright'
import { beforeAll, expect, test } from 'vitest'
import { gateContext } from '../../../packages/pgwright/src/demo/gate-context.ts'
import { seededRandom } from '../../../packages/pgwright/src/demo/random.ts'
import { barqFleet } from '../index.ts'
import { type SmallSystem, smallSystem } from '../test/small.ts'
import { gates } from './index.ts'

let system: SmallSystem

beforeAll(async () => {
  system = await smallSystem()
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
  const service: Connection = { query: (sql, values) => system.asService((db) => db.query(sql, values)) }
  const pool = () => Promise.reject(new Error('This test has one session'))
  const sessions = { owner: system.owner, service, pool }
  return gate?.measure(gateContext(barqFleet, system.dimensions, seededRandom(4), sessions))
}
