import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import { openRequest, type RequestScopeOptions } from './request-scope.ts'

/**
 * A scope for each request, which ends with its response. To be used before all else:
 *
 * @example
 * app.use(requestScope())
 */
export function requestScope(options: RequestScopeOptions<Context> = {}): MiddlewareHandler {
  return (context, next) => {
    const incoming = { request: context, cookies: context.req.header('cookie'), routeOf: () => routeOf(context) }
    return openRequest(options, incoming, async (open) => {
      try {
        if (open.begun !== null) await open.begun
        await next()
        const cookie = open.setCookie()
        if (cookie !== null) context.header('set-cookie', cookie, { append: true })
      } finally {
        open.end()
      }
    })
  }
}

/** All that match are known at once; the last is the handler, unless it is one that passes on. */
function routeOf(context: Context): string | null {
  const last = matchedRoutes(context).at(-1)
  if (last === undefined || (last.path.endsWith('*') && last.handler.length > 1)) return null
  return `${context.req.method} ${last.path}`
}
