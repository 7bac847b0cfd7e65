import { AsyncResource } from 'node:async_hooks'
import type { FastifyPluginCallback, FastifyRequest } from 'fastify'
import { type OpenRequest, openRequest, type RequestScopeOptions } from './request-scope.ts'

interface Opened {
  readonly resource: AsyncResource
  readonly open: OpenRequest
}

/**
 * A scope for each request, which ends with its response. To be registered before all else:
 *
 * @example
 * await app.register(requestScope)
 */
export const requestScope: FastifyPluginCallback<RequestScopeOptions<FastifyRequest>> = (app, options, registered) => {
  // With the request: a weak map of all would be looked through at each collection of garbage.
  const key = Symbol('pgwright.request')
  const openedOf = (request: FastifyRequest) => (request as { readonly [key]?: Opened | null })[key] ?? null
  app.decorateRequest(key, null)
  app.addHook('onRequest', (request, _reply, done) => {
    const { cookie } = request.headers
    openRequest(options, { request, cookies: cookie, routeOf: () => routeOf(request) }, (open) => {
      Object.assign(request, { [key]: { resource: new AsyncResource('pgwright.request'), open } })
      if (open.begun === null) done()
      else open.begun.then(() => done(), done)
    })
  })
  // Fastify goes on in the context of the socket once it has read a body.
  app.addHook('preValidation', (request, _reply, done) => {
    const opened = openedOf(request)
    if (opened === null) done()
    else opened.resource.runInAsyncScope(done)
  })
  app.addHook('onSend', (request, reply, payload, done) => {
    const cookie = openedOf(request)?.open.setCookie() ?? null
    if (cookie !== null) reply.header('set-cookie', cookie)
    done(null, payload)
  })
  app.addHook('onResponse', (request, _reply, done) => {
    openedOf(request)?.open.end()
    done()
  })
  registered()
}

// Its hooks are for the whole application, not for what is registered within it alone.
Object.assign(requestScope, { [Symbol.for('skip-override')]: true })

function routeOf({ method, routeOptions }: FastifyRequest): string | null {
  return routeOptions.url === undefined ? null : `${method} ${routeOptions.url}`
}
