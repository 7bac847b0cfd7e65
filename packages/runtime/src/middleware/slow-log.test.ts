import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../pgwright/test/database.ts'
import { createPools } from '../pools/index.ts'
import { withScope } from '../scope/index.ts'
import { type SlowStatement, slowLine, slowLog } from './slow-log.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase()
})

const secret = 'hunter2'

it('tells the route, the line and the shape of a slow statement, and no value', async () => {
  const { pool, drain } = createPools({ mode: 'single', connectionString: database.url, size: 1 })
  afterAll(() => drain())
  const found: SlowStatement[] = []
  const stop = slowLog({ overMs: 100, write: (statement) => found.push(statement) })
  const quick = 'select 1'
  await withScope('GET /slow/:id', async () => {
    await pool.query(quick)
    await askSlowly()
    await expect(
      pool.query(
        `select 1 / (n - 2) from (select n, pg_sleep(0.15) from generate_series(1, 2) n offset 0) t where $1 = '${secret}'`,
        [secret],
      ),
    ).rejects.toThrow()
    const client = await pool.connect()
    await client.query("select pg_sleep(0.15) from (values ('hunter2', 4711)) v")
    client.release()
  })
  stop()
  await pool.query('select pg_sleep(0.15)')
  // A machine that is busy with other things may make the quick one slow.
  const [first, second, third, ...more] = found.filter(({ text }) => text.includes('pg_sleep'))
  expect(more).toEqual([])
  expect(first).toMatchObject({ route: 'GET /slow/:id', rowCount: 1, failed: null })
  expect(first?.durationMs).toBeGreaterThanOrEqual(150)
  expect(first?.site).toMatchObject({ functionName: 'askSlowly', file: expect.stringMatching(/slow-log\.test\.ts$/) })
  expect(second).toMatchObject({ failed: '22012' })
  expect(third?.site?.file).toMatch(/slow-log\.test\.ts$/)
  const lines = found.map(slowLine)
  expect(first && slowLine(first)).toMatch(
    /^slow statement: \d+ ms .*in GET \/slow\/:id at packages\/runtime\/src\/middleware\/slow-log\.test\.ts:\d+ with 1 rows: select pg_sleep\(\?\), \$1/,
  )
  expect(JSON.stringify([found.map(({ text }) => text), lines])).not.toMatch(/hunter2|4711|0\.15/)

  async function askSlowly() {
    return await pool.query('select pg_sleep(0.15), $1::text', [secret])
  }
})
