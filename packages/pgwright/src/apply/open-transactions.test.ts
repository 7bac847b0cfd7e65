import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { planOf } from '../../test/plan.ts'
import { type EmbeddedServer, startServer } from '../postgres/index.ts'
import { type ApplyEvent, applyPlan, describeBlocker, listRuns, rollbackRun } from './index.ts'
import { connector, createIndex, dropIndex } from './testing/plan.ts'
import { wholeCatalog } from './testing/whole-catalog.ts'

const on = { schema: 'public', table: 'orders' }
const build = createIndex(on, 'by_code', 'create index concurrently by_code on public.orders (code)')
const drop = dropIndex(on, 'old')

let server: EmbeddedServer
let client: pg.Client
let before: string

beforeAll(async () => {
  // Prepared transactions are off unless a server is told otherwise.
  server = await startServer({ name: 'test-transactions', settings: { max_prepared_transactions: 3 } })
  client = new pg.Client(server.url())
  await client.connect()
  await client.query(`create table orders (id int primary key, code int); create index old on orders (code desc);
    insert into orders select i, i from generate_series(1, 1000) as i`)
  before = await wholeCatalog({ client })
}, 60_000)

afterAll(async () => {
  await client.end()
  await server.stop()
})

beforeEach(() => client.query('drop schema if exists pgwright cascade'))

/** What each has done, and who it says it is. */
const holders = {
  'idle in transaction': ["begin; update orders set code = code where id = 1; select 'read'", /\(holder, idle in tr/],
  'repeatable read': ['begin isolation level repeatable read; select * from orders', /\(holder, idle in tr/],
  'repeatable read, of another table': ['begin isolation level repeatable read; select 1', /\(holder, idle in tr/],
  prepared: ["begin; update orders set code = code where id = 2; prepare transaction 'two phase'", /'two phase' \(/],
} as const

describe.each(Object.entries(holders))('a transaction that is %s', (kind, [sql, name]) => {
  const connect = () => connector(server.url())()
  const release = async (holder: pg.Client) => {
    if (kind === 'prepared') await client.query("rollback prepared 'two phase'")
    else await holder.query('rollback')
  }
  const hold = async () => {
    const holder = await connect()
    await holder.query(`set application_name = 'holder'`)
    await holder.query(sql)
    return holder
  }

  test.each([
    ['build', build],
    ['drop', drop],
  ] as const)('is named and given up with nothing left, once the time of a %s is over', async (doing, change) => {
    // A drop does not wait for those that have nothing of the table.
    if (doing === 'drop' && kind.endsWith('of another table')) return
    const holder = await hold()
    const error = await applyPlan(connect, planOf(change), { buildTimeoutMs: 1_500 }).catch((e) => e)
    expect(await wholeCatalog({ client })).toBe(before)
    await release(holder)
    await holder.end()
    expect(error).toMatchObject({ code: 'busy', message: expect.stringMatching(name) })
    expect((await listRuns(client))[0]?.steps[0]?.error).toMatch(name)
    await applyPlan(connect, planOf(change))
    await rollbackRun(connect, 1)
    expect(await wholeCatalog({ client })).toBe(before)
  })

  test('is waited for as long as the time lasts', async () => {
    const holder = await hold()
    const waits: string[] = []
    const onProgress = (event: ApplyEvent) => {
      if (event.kind !== 'waiting') return
      waits.push(event.blockers.map(describeBlocker).join())
      if (waits.length === 1) void release(holder)
    }
    const run = await applyPlan(connect, planOf(build), { onProgress })
    await holder.end()
    expect(run.state).toBe('done')
    expect(waits[0]).toMatch(name)
    await rollbackRun(connect, run.id)
    expect(await wholeCatalog({ client })).toBe(before)
  })
})
