import type { IncomingMessage, ServerResponse } from 'node:http'
import { openRequest, type RequestScopeOptions } from './request-scope.ts'

/** What of Express' request is read. */
export interface ExpressRequest extends IncomingMessage {
  readonly baseUrl?: string
  readonly route?: { readonly path: unknown }
  readonly params?: object
}

/**
 * A scope for each request, which ends with its response. To be used before all else, but after what reads bodies
 * where that loses the asynchronous context (Express' own do not):
 *
 * @example
 * app.use(requestScope())
 */
export function requestScope(
  options: RequestScopeOptions<ExpressRequest> = {},
): (request: ExpressRequest, response: ServerResponse, next: (error?: unknown) => void) => void {
  return (request, response, next) => {
    const incoming = { request, cookies: request.headers.cookie, routeOf: () => routeOf(request) }
    openRequest(options, incoming, (open) => {
      if (options.token !== undefined)
        beforeHeaders(response, () => {
          const cookie = open.setCookie()
          if (cookie !== null) response.appendHeader('set-cookie', cookie)
        })
      // Before a tracer's own listener ends the span that what is told at the end belongs to.
      response.prependOnceListener('close', open.end)
      if (open.begun === null) next()
      else open.begun.then(() => next(), next)
    })
  }
}

/** `writeHead` is called for every response, explicitly or by Node itself. */
function beforeHeaders(response: ServerResponse, act: () => void): void {
  const { writeHead } = response
  response.writeHead = ((...head: unknown[]) => {
    response.writeHead = writeHead
    act()
    return (writeHead as (...head: unknown[]) => ServerResponse).apply(response, head)
  }) as typeof writeHead
}

/** Null until Express has found it: for a statement of a middleware before it, and where nothing matches. */
function routeOf({ method, baseUrl = '', route, params = {} }: ExpressRequest): string | null {
  if (route === undefined) return null
  const path = `${mountOf(baseUrl, params)}${String(route.path)}`
  return `${method} ${path.length > 1 ? path.replace(/\/$/, '') : path}`
}

const identifier = /^(?:\d+|[\da-f-]{16,}|.*\d{4,}.*|.*[@%].*)$/i

/**
 * Express tells where a router is mounted by what the URL has there, not by its pattern. What is a parameter's value,
 * or looks like one, is left out.
 */
function mountOf(baseUrl: string, params: object): string {
  const names = new Map(Object.entries(params).map(([name, value]) => [encodeURIComponent(String(value)), name]))
  return baseUrl
    .split('/')
    .map((part) => (names.has(part) ? `:${names.get(part)}` : identifier.test(part) ? ':id' : part))
    .join('/')
}
