import { expect, test } from 'vitest'
import { createDatabase } from '../../../test/database.ts'
import { selectChecks } from '../../diagnose/index.ts'
import { inspectedWorkload, observeFor } from './observed-workload.ts'

test('tells what the server was too slow for, instead of giving up what was seen', async () => {
  const { client } = await createDatabase({ schema: 'create table t (id int primary key, x int)' })
  await client.query('select x from t where id = 1')
  const checks = selectChecks({ only: ['missing-index', 'cartesian-product'] })
  await client.query('begin read only; set local statement_timeout = 1')
  const observed = await observeFor(client, checks)
  expect(observed.failure).toContain('time limit')
  expect(observed.snapshot).toBe(null)
  await client.query('rollback')
  const workload = await inspectedWorkload(observed, checks)
  expect(workload === null ? observed.failure : workload.unplanned).toContain('time limit')
})
