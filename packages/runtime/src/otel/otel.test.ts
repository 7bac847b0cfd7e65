import { AsyncLocalStorage } from 'node:async_hooks'
import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Context, context, type Meter, ROOT_CONTEXT, type Span, trace } from '@opentelemetry/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../pgwright/test/database.ts'
import { requestScope } from '../middleware/express.ts'
import { testPools } from '../pools/test/pools.ts'
import { instrumentSpans, poolMetrics } from './index.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase({
    schema: `create table author (id int primary key);
      create table post (author_id int, title text);
      insert into author select 1000 + n from generate_series(1, 5) n;
      insert into post select id, 'a post' from author`,
  })
  const contexts = new AsyncLocalStorage<Context>()
  context.setGlobalContextManager({
    active: () => contexts.getStore() ?? ROOT_CONTEXT,
    with: (active, work, self, ...given) => contexts.run(active, () => work.apply(self, given)),
    bind: (_, target) => target,
    enable: () => contexts as never,
    disable: () => contexts as never,
  })
})
afterAll(() => context.disable())

interface Application extends RequestListener {
  use(handler: ReturnType<typeof requestScope>): void
  get(path: string, handler: (request: unknown, response: ServerResponse) => void): void
}

/** As an SDK's: what comes after its end is lost. */
function memorySpan(isSampled = true) {
  const attributes: Record<string, unknown> = {}
  let isRecording = isSampled
  const span = {
    isRecording: () => isRecording,
    setAttributes: (more: object) => isRecording && Object.assign(attributes, more),
    end: () => {
      isRecording = false
    },
  } as unknown as Span
  return { span, attributes }
}

it('sets on each request’s own span what it asked, before the tracer ends it', async () => {
  const { pool } = testPools(database.url, { size: 2 })
  const spans = new Map<string, ReturnType<typeof memorySpan>>()
  const { stop, ...requests } = instrumentSpans({ share: 1 })
  afterAll(stop)
  // It has no types of its own.
  const express = ((await import('express' as string)) as { default: () => Application }).default
  const app = express()
  app.use(requestScope(requests))
  app.get('/authors', async (_, response) => {
    const { rows } = await pool.query('select id from author order by id')
    for (const { id } of rows) await pool.query('select title from post where author_id = $1', [id])
    response.end()
  })
  app.get('/wait', async (_, response) => {
    await Promise.all(Array.from({ length: 4 }, () => pool.query('select pg_sleep(0.05)')))
    response.end()
  })
  const server = createServer((request, response) => {
    const made = memorySpan(!request.url?.includes('unsampled'))
    spans.set(request.url ?? '', made)
    response.on('close', () => made.span.end())
    context.with(trace.setSpan(context.active(), made.span), () => app(request, response))
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  afterAll(() => server.close())
  const { port } = server.address() as AddressInfo
  const ask = async (path: string) => (await fetch(`http://localhost:${port}${path}`)).text()
  await Promise.all([ask('/authors'), ask('/wait'), ask('/authors?unsampled')])
  await expect.poll(() => [...spans.values()].every(({ span }) => !span.isRecording())).toBe(true)
  expect(spans.get('/authors')?.attributes).toMatchObject({ 'pgwright.round_trips': 6, 'pgwright.n_plus_one': 1 })
  const waited = spans.get('/wait')?.attributes ?? {}
  expect(waited).toMatchObject({ 'pgwright.round_trips': 4, 'pgwright.n_plus_one': 0 })
  expect(waited['pgwright.db_ms']).toBeGreaterThanOrEqual(190)
  expect(waited['pgwright.pool_wait_ms']).toBeGreaterThanOrEqual(90)
  expect(spans.get('/authors?unsampled')?.attributes).toEqual({})
})

it('reports pools by the semantic conventions, until it is stopped', async () => {
  const pools = testPools(database.url, { size: 2, name: 'shop', waitTimeoutMs: 20 })
  const { meter, collect, recorded } = memoryMeter()
  const stop = poolMetrics(pools, meter)
  const client = await pools.pool.connect()
  await pools.pool.query('select 1')
  const [second, ...late] = await Promise.allSettled([pools.pool.connect(), pools.pool.query('select 1')])
  expect(late.map(({ status }) => status)).toEqual(['rejected'])
  const pool = { 'db.client.connection.pool.name': 'shop' }
  const prefix = 'db.client.connection.'
  expect(collect()).toEqual([
    [`${prefix}count`, 0, { ...pool, 'db.client.connection.state': 'idle' }],
    [`${prefix}count`, 2, { ...pool, 'db.client.connection.state': 'used' }],
    [`${prefix}max`, 2, pool],
    [`${prefix}pending_requests`, 0, pool],
    [`${prefix}timeouts`, 1, pool],
  ])
  client.release()
  if (second?.status === 'fulfilled') second.value.release()
  const names = () => recorded.map(([name]) => name.slice(prefix.length)).sort()
  expect(names()).toEqual(['use_time', 'use_time', 'use_time', 'wait_time', 'wait_time', 'wait_time'])
  expect(recorded.every(([, seconds]) => seconds >= 0 && seconds < 60)).toBe(true)
  stop()
  await pools.pool.query('select 1')
  expect(names()).toHaveLength(6)
  expect(collect()).toEqual([])
})

function memoryMeter() {
  type Told = [string, number, unknown]
  const callbacks = new Map<unknown, (tell: (...told: Told) => void) => void>()
  const recorded: Told[] = []
  const observable = (name: string) => ({
    addCallback: (callback: (result: unknown) => void) =>
      callbacks.set(callback, (tell) =>
        callback({ observe: (value: number, attributes: unknown) => tell(name, value, attributes) }),
      ),
    removeCallback: (callback: unknown) => callbacks.delete(callback),
  })
  const meter = {
    createObservableUpDownCounter: observable,
    createObservableCounter: observable,
    createHistogram: (name: string) => ({
      record: (value: number, attributes: unknown) => recorded.push([name, value, attributes]),
    }),
  } as unknown as Meter
  const collect = () => {
    const all: Told[] = []
    for (const call of callbacks.values()) call((...told) => all.push(told))
    return all
  }
  return { meter, collect, recorded }
}
