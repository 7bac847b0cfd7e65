import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase } from '../../../pgwright/test/database.ts'
import { findingsOf, watchScope } from '../detect/index.ts'
import { observe, type Statement } from '../events/index.ts'
import { withScope } from '../scope/index.ts'
import { instrument } from './pg.ts'

instrument(pg)
const database = await createDatabase()
const client = new pg.Client(database.url)
const heard: Statement[] = []
let quit: () => void

beforeAll(async () => {
  await client.connect()
  quit = observe({ ended: (statement) => heard.push(statement) })
})
afterAll(async () => {
  quit()
  await client.end()
})

test('an error leads to who asked, as the driver’s own does', async () => {
  async function whoAsks() {
    await client.query('select nowhere')
  }
  await expect(whoAsks()).rejects.toMatchObject({
    code: '42703',
    stack: expect.stringMatching(/whoAsks.*pg\.test\.ts/),
  })
  expect(heard.at(-1)).toMatchObject({ text: 'select nowhere', error: { code: '42703' } })
})

test('what the application asks with is left as it is, and can be asked again', async () => {
  const question = { text: 'select $1::int as n', values: [1] }
  for (const n of [1, 2]) {
    question.values = [n]
    expect((await client.query(question)).rows).toEqual([{ n }])
  }
  expect(question).toEqual({ text: 'select $1::int as n', values: [2] })
  expect(heard.slice(-2).map(({ values }) => values)).toEqual([[1], [2]])
})

test('the promise is of the class that the driver was told to use', async () => {
  class Own<Result> extends Promise<Result> {}
  const own = new pg.Client({ connectionString: database.url, Promise: Own } as pg.ClientConfig)
  await own.connect()
  const asked = own.query('select 1')
  expect(asked).toBeInstanceOf(Own)
  await asked
  await own.end()
})

test('a value of which no text can be made is sent as ever', async () => {
  const value = { self: null as unknown, toPostgres: () => '1' }
  value.self = value
  await withScope('GET /', async (scope) => {
    const { watch, end } = watchScope(scope)
    for (let n = 0; n < 4; n++) {
      const { rows } = await client.query('select relname from pg_class limit $1', [value])
      expect(rows).toHaveLength(1)
    }
    end()
    expect(findingsOf(watch)).toEqual([])
  })
})
