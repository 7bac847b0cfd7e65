import type { Connection, GateContext } from 'pgwright'
import { beforeAll, describe, expect, test } from 'vitest'
import { type SmallSystem, smallSystem } from '../../frame/test/small-system.ts'
import { sixfbBooking } from '../index.ts'
import { wrongCounters } from './counters.ts'
import { overlapping } from './double-booking.ts'
import { gates } from './index.ts'

let system: SmallSystem

beforeAll(async () => {
  system = await smallSystem(sixfbBooking)
  await system.apply()
})

test.each(['tenant-isolation', 'appointments-pruned', 'payments-pruned', 'hit-ratios', 'counter-errors'])(
  'gate %s is met',
  async (id) => {
    const result = await measure(id)
    expect(result).toMatchObject({ met: true })
  },
)

test.each(['rls-single-record', 'rls-list', 'rls-report'])('gate %s measures both sides', async (id) => {
  expect(await measure(id)).toMatchObject({ measured: expect.stringMatching(/^-?\d+\.\d % \(\d+\.\d\d ms to /) })
})

test('gate double-bookings finds each refusal to be the constraint’s', async () => {
  const { owner } = system
  const [before] = await owner.query<{ rows: number }>('select count(*)::integer as rows from appointments')
  const { measured } = await measure('double-bookings')
  const [, booked, refused] =
    measured.match(/^0 overlap; of 4000 attempts (\d+) booked, (\d+) refused by the constraint; \d+\/s$/) ?? []
  expect(Number(booked) + Number(refused)).toBe(4000)
  const [after] = await owner.query<{ rows: number }>('select count(*)::integer as rows from appointments')
  expect((after?.rows ?? 0) - (before?.rows ?? 0)).toBe(Number(booked))
})

describe('the gates can fail', () => {
  test('without the constraint times are booked twice', async () => {
    await system.owner.query('alter table appointments drop constraint appointments_no_double_booking')
    const result = await measure('double-bookings', { dimensions: fewer() })
    expect(result).toMatchObject({ met: false })
    expect(await overlapping(system.owner)).toBeGreaterThan(100)
  })

  test('without a trigger counters go wrong', async () => {
    expect(await wrongCounters(system.owner)).toBe(0)
    await system.owner.query('alter table clients disable trigger clients_client_count_after_delete')
    const result = await measure('counter-errors', { dimensions: fewer() })
    expect(result).toMatchObject({ met: false })
    expect(await wrongCounters(system.owner)).toBeGreaterThan(0)
  })

  test.each([
    ['transaction-rate', { completed: 3000, failed: 0, durationMs: 7000, usedShare: 1, p95Ms: 90 }],
    ['transaction-rate', { completed: 2999, failed: 1, durationMs: 3000, usedShare: 1, p95Ms: 30 }],
    ['concurrent-users', { completed: 1000, failed: 0, durationMs: 20_000, usedShare: 1, p95Ms: 201 }],
    ['concurrent-users', { completed: 999, failed: 1, durationMs: 20_000, usedShare: 0.4, p95Ms: 20 }],
  ])('%s does not hold after %o', async (id, result) => {
    expect(await measure(id, { load: async () => result })).toMatchObject({ met: false })
  })

  test('a partitioned form that is asked without its key is read in full', async () => {
    const everything = (db: Connection) => db.query('select count(*) from partitioned.payments')
    const pruned = gates.find(({ id }) => id === 'payments-pruned')
    const result = await system.measure({
      ...named('all'),
      measure: async (context) =>
        (await pruned?.measure({ ...context, relationsRead: () => context.relationsRead(everything) })) ?? failing,
    })
    expect(result).toMatchObject({ met: false, measured: expect.stringMatching(/^22 of 22 read/) })
  })
})

/** Enough for what goes wrong to show. */
const fewer = () => ({ ...system.dimensions, bookingAttempts: 1000, counterChanges: 1500 })

const failing = { measured: 'There is no such gate', met: false }
const named = (id: string) => ({ id, title: '', claim: '' })

/** With `instead` in place of what the demo would give. */
async function measure(id: string, instead: Partial<GateContext> = {}) {
  const gate = gates.find((one) => one.id === id)
  if (gate === undefined) throw new Error(`There is no gate ${id}`)
  return system.measure({ ...gate, measure: (context) => gate.measure({ ...context, ...instead }) })
}
