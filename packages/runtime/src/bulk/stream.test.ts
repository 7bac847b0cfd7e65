import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../pgwright/test/database.ts'
import { stream } from './index.ts'

let database: TestDatabase
let pool: pg.Pool
const numbers = 'select i from generate_series(1, $1::int) i'

beforeAll(async () => {
  database = await createDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 1 })
  pool.on('error', () => {})
})
afterAll(() => pool.end())

async function all<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const found: Row[] = []
  for await (const row of rows) found.push(row)
  return found
}

/** With a pool of one, whoever still holds the client keeps the next query waiting. */
async function isReleased(): Promise<boolean> {
  return (await pool.query('select true as yes')).rows[0].yes
}

describe('a stream', () => {
  it.each([0, 1, 999, 1_000, 1_001, 3_000])('gives all of %i rows, and the client back', async (count) => {
    const rows = await all(stream<{ i: number }>(pool, numbers, [count]))
    expect(rows.map(({ i }) => i)).toEqual(Array.from({ length: count }, (_, i) => i + 1))
    expect(await isReleased()).toBe(true)
  })

  it('fetches no more than a batch ahead of the loop', async () => {
    await pool.query('create sequence fetched')
    for await (const { n } of stream<{ n: string }>(
      pool,
      `select nextval('fetched') n from generate_series(1, 10000)`,
      [],
      { batchSize: 100 },
    )) {
      if (n !== '150') continue
      const { rows } = await database.client.query('select last_value from fetched')
      expect(Number(rows[0].last_value)).toBe(200)
      break
    }
    expect(await isReleased()).toBe(true)
  })

  it('gives the client back where the loop throws, and where PostgreSQL does, at once or after some rows', async () => {
    const loop = async () => {
      for await (const _ of stream(pool, numbers, [5_000])) throw new Error('enough')
    }
    await expect(loop()).rejects.toThrow('enough')
    await expect(all(stream(pool, 'select * from none'))).rejects.toMatchObject({ code: '42P01' })
    const late = 'select 1 / (2500 - i) from generate_series(1, 5000) i'
    await expect(all(stream(pool, late))).rejects.toMatchObject({ code: '22012' })
    expect(await isReleased()).toBe(true)
  })

  it('ends the query on the server when it is aborted', async () => {
    const controller = new AbortController()
    const reading = all(stream(pool, 'select pg_sleep(60), 1 as long_sleep', [], { signal: controller.signal }))
    const isRunning = async () => {
      const sql = `select count(*)::int n from pg_stat_activity where query ~ '[l]ong_sleep' and state = 'active'`
      return (await database.client.query(sql)).rows[0].n === 1
    }
    while (!(await isRunning())) await sleep(20)
    controller.abort(new Error('the user went away'))
    await expect(reading).rejects.toThrow('the user went away')
    while (await isRunning()) await sleep(20)
    expect(await isReleased()).toBe(true)
    await expect(all(stream(pool, numbers, [1], { signal: controller.signal }))).rejects.toThrow('the user went away')
  })

  it('sees an abort between two rows that it has already', async () => {
    const controller = new AbortController()
    const rows: unknown[] = []
    const loop = async () => {
      for await (const row of stream(pool, numbers, [5_000], { signal: controller.signal, batchSize: 10 })) {
        rows.push(row)
        if (rows.length === 15) controller.abort()
      }
    }
    await expect(loop()).rejects.toMatchObject({ name: 'AbortError' })
    expect(rows.length).toBeLessThanOrEqual(20)
    expect(await isReleased()).toBe(true)
  })

  it('fails where its connection is lost, and the pool goes on', async () => {
    const loop = async () => {
      for await (const { pid } of stream<{ pid: number }>(
        pool,
        'select pg_backend_pid() pid from generate_series(1, 5000)',
        [],
        { batchSize: 10 },
      )) {
        await database.client.query('select pg_terminate_backend($1)', [pid])
        await sleep(50)
      }
    }
    await expect(loop()).rejects.toThrow()
    expect(await isReleased()).toBe(true)
  })

  it('runs on a client within its transaction, and leaves it there', async () => {
    const client = await pool.connect()
    await client.query('begin; create temp table t on commit drop as select 1 as one')
    expect(await all(stream(client, 'select * from t'))).toEqual([{ one: 1 }])
    for await (const _ of stream(client, numbers, [5_000])) break
    expect((await client.query('select one from t')).rows).toEqual([{ one: 1 }])
    await client.query('rollback')
    client.release()
  })

  it('keeps to the statement timeout also while the loop is slow', async () => {
    const slow = new pg.Pool({ connectionString: database.url, max: 1, statement_timeout: 300 })
    const loop = async () => {
      for await (const _ of stream(slow, numbers, [50], { batchSize: 10 })) await sleep(100)
    }
    await expect(loop()).rejects.toMatchObject({ code: '57014' })
    expect((await slow.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    await slow.end()
  })
})
