import { beforeAll, expect, test } from 'vitest'
import { type SmallSystem, smallSystem } from '../../frame/test/small-system.ts'
import { fastnext } from '../index.ts'
import { makeMonthsAhead } from './months-ahead.ts'

let system: SmallSystem

beforeAll(async () => {
  system = await smallSystem(fastnext)
})

test('three months ahead are there, so that nothing is to be done', async () => {
  expect(await makeMonthsAhead(system.owner, new Date('2025-02-17T00:00:00Z'), 3)).toEqual([])
})

test('no month is skipped or repeated, whatever the day', async () => {
  expect(await makeMonthsAhead(system.owner, new Date('2025-08-31T23:59:59Z'), 3)).toEqual([
    'partitioned.activity_logs_2025_08',
    'partitioned.activity_logs_2025_09',
    'partitioned.activity_logs_2025_10',
    'partitioned.activity_logs_2025_11',
  ])
})

test('two workers at once make each month once, and neither fails', async () => {
  const { connections: workers, close } = await system.ownerSessions(2)
  const now = new Date('2026-01-15T00:00:00Z')
  const made = await Promise.all(workers.map((db) => makeMonthsAhead(db, now, 3)))
  await close()
  expect(made.flat().sort()).toEqual([1, 2, 3, 4].map((month) => `partitioned.activity_logs_2026_0${month}`))
})

test('rows in the default partition move to their month', async () => {
  const { service, owner } = system
  await service.query(
    `insert into activity_logs (user_id, action, "timestamp") values (1, 'x', '2026-12-31T23:59:59Z')`,
  )
  await makeMonthsAhead(owner, new Date('2026-12-01T00:00:00Z'), 0)
  const rows = await owner.query(
    `select tableoid::regclass::text as partition from partitioned.activity_logs where "timestamp" > '2026-06-01'`,
  )
  expect(rows).toEqual([{ partition: 'partitioned.activity_logs_2026_12' }])
})

test('the service reads and writes a month that was made later', async () => {
  const { service } = system
  await service.query(`insert into activity_logs (user_id, action, "timestamp") values (1, 'y', '2025-09-10')`)
  const rows = await service.query(`select action from partitioned.activity_logs where "timestamp" = '2025-09-10'`)
  expect(rows).toEqual([{ action: 'y' }])
})

test('readers of the table are not held up by a new month', async () => {
  const { connections, close } = await system.ownerSessions(1)
  await connections[0]?.query('begin; select count(*) from partitioned.activity_logs_2025_01')
  expect(await makeMonthsAhead(system.owner, new Date('2027-03-01T00:00:00Z'), 0)).toHaveLength(1)
  await close()
})
