import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import { Hono } from 'hono'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../pgwright/test/database.ts'
import { createPools } from '../pools/index.ts'
import { currentScope, type Scope } from '../scope/index.ts'
import { requestScope as expressScope } from './express.ts'
import { requestScope as fastifyScope } from './fastify.ts'
import { requestScope as honoScope } from './hono.ts'
import type { RequestScopeOptions } from './request-scope.ts'

/** What the three have in common here: an application with one way in, which says in which scope it is. */
interface Application {
  readonly name: string
  ask(path: string, init?: RequestInit): Promise<Response>
  close(): Promise<void>
}

type Options = RequestScopeOptions<{ readonly headers?: unknown }>

let database: TestDatabase
let pool: pg.Pool
beforeAll(async () => {
  database = await createDatabase()
  pool = createPools({
    mode: 'single',
    connectionString: database.url,
    size: 2,
    applicationName: 'shop',
    routeInApplicationName: true,
  }).pool
})
afterAll(() => pool.end())

async function whereAmI(): Promise<object> {
  const before = currentScope()
  const { rows } = await pool.query("select current_setting('application_name') as shown")
  return { route: currentScope()?.route, shown: rows[0].shown, same: before === currentScope() }
}

async function honoApplication(options: Options): Promise<Application> {
  const orders = new Hono()
  orders.get('/:id', async (context) => context.json(await whereAmI()))
  orders.post('/', async (context) => {
    await context.req.json()
    return context.json(await whereAmI())
  })
  const app = new Hono()
  app.use(honoScope(options as never))
  app.route('/orders', orders)
  app.onError((error, context) => context.text(error.message, 500))
  return { name: 'hono', ask: async (path, init) => await app.request(path, init), close: async () => {} }
}

async function expressApplication(options: Options): Promise<Application> {
  // It has no types of its own.
  const express = ((await import('express' as string)) as { default: ExpressModule }).default
  const app = express()
  app.use(expressScope(options))
  app.use(express.json())
  const orders = express.Router()
  orders.get('/:id', async (_request, response) => response.json(await whereAmI()))
  orders.post('/', async (_request, response) => response.json(await whereAmI()))
  app.use('/orders', orders)
  app.use('/shops/:shop', orders)
  app.use((error: Error, _request: unknown, response: ExpressResponse, _next: unknown) => {
    response.status(500).send(error.message)
  })
  const server = createServer(app as unknown as RequestListener).listen(0)
  const { port } = server.address() as AddressInfo
  return {
    name: 'express',
    ask: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init),
    close: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

interface ExpressResponse {
  json(body: unknown): void
  status(code: number): ExpressResponse
  send(text: string): void
}
interface ExpressRouter {
  use(...handlers: unknown[]): void
  get(path: string, handler: (request: unknown, response: ExpressResponse) => unknown): void
  post(path: string, handler: (request: unknown, response: ExpressResponse) => unknown): void
}
interface ExpressModule {
  (): ExpressRouter
  json(): unknown
  Router(): ExpressRouter
}

async function fastifyApplication(options: Options): Promise<Application> {
  const app = fastify()
  await app.register(fastifyScope, options as never)
  await app.register(
    async (orders) => {
      orders.get('/:id', whereAmI)
      orders.post('/', whereAmI)
    },
    { prefix: '/orders' },
  )
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  return { name: 'fastify', ask: (path, init) => fetch(`${address}${path}`, init), close: () => app.close() }
}

describe.each([honoApplication, expressApplication, fastifyApplication])('%o', (makeApplication) => {
  it('gives each of many requests a scope of its own, named by the pattern of its route', async () => {
    const ended: Scope[] = []
    const app = await makeApplication({ end: (scope) => ended.push(scope) })
    const body = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' }
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, i) =>
        (await (i % 2 === 0 ? app.ask(`/orders/${i}`) : app.ask('/orders', body))).json(),
      ),
    )
    answers.forEach((answer, i) => {
      const route = i % 2 === 0 ? 'GET /orders/:id' : 'POST /orders'
      // Where a prefix has a route at its root, Fastify knows both forms.
      const wanted = { route: expect.stringMatching(new RegExp(`^${route}/?$`)), same: true }
      expect(answer).toMatchObject({
        ...wanted,
        shown: expect.stringMatching(/^shop:(GET \/orders\/:id|POST \/orders\/?)$/),
      })
    })
    await vi.waitFor(() => expect(new Set(ended).size).toBe(40))
    expect(ended).toHaveLength(40)
    expect(currentScope()).toBeUndefined()
    await app.close()
  })

  it('answers with the error of what begins a request', async () => {
    const failing = [
      () => {
        throw new Error('no tenant')
      },
      () => Promise.reject(new Error('no tenant')),
    ]
    for (const begin of failing) {
      const app = await makeApplication({ begin })
      const response = await app.ask('/orders/1')
      expect([response.status, await response.text()]).toEqual([500, expect.stringContaining('no tenant')])
      await app.close()
    }
  })

  it('takes a token from the client, gives the new one, and stands one that is made up', async () => {
    const key = Symbol('written')
    const taken: string[] = []
    const app = await makeApplication({
      begin: async (_request, scope) => {
        await pool.query('select 1')
        scope.values.set(key, true)
      },
      token: {
        take: (token) => {
          if (token !== 'good-1') throw new Error('forged')
          taken.push(token)
        },
        give: () => (currentScope()?.values.get(key) ? 'new-2;x=1' : undefined),
      },
    })
    for (const cookie of ['pgw_lsn=good-1; other=1', 'a=b; pgw_lsn=forged', '']) {
      const response = await app.ask('/orders/1', { headers: { cookie } })
      expect(response.status).toBe(200)
      expect(response.headers.getSetCookie()).toEqual([
        'pgw_lsn=new-2x1; Max-Age=60; Path=/; HttpOnly; SameSite=Lax; Secure',
      ])
    }
    expect(taken).toEqual(['good-1'])
    await app.close()
  })
})

it('has no value of the URL in the name of a route below a router that is mounted on a parameter', async () => {
  const app = await expressApplication({})
  for (const shop of ['17', '0b91ab11-9f5e-4b0c-8a0a-111111111111', 'anna%40example.org'])
    expect(await (await app.ask(`/shops/${shop}/3`)).json()).toMatchObject({ route: 'GET /shops/:id/:id' })
  expect((await app.ask('/nowhere')).status).toBe(404)
  await app.close()
})
