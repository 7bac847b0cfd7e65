import { AsyncResource } from 'node:async_hooks'
import { type Scope, withScope } from '../scope/index.ts'
import { cookieOf, setCookie } from './cookie.ts'
import type { TokenCarrier } from './token-carrier.ts'

export interface RequestScopeOptions<Request> {
  /** Runs first within the request's scope, as `tenants.assign(…)` has to. What it throws is the request's error. */
  readonly begin?: (request: Request, scope: Scope) => void | Promise<void>
  /** When the response is sent or given up. What it throws is a warning of the process. */
  readonly end?: (scope: Scope) => void
  /** Lets a client read its own writes in its next request. */
  readonly token?: TokenCarrier
}

/** One request, for the framework's part. */
export interface OpenRequest {
  /** Resolves when the request may go on. */
  readonly begun: Promise<void> | null
  /** The `Set-Cookie` to be sent, when the headers are about to be; once. */
  setCookie(): string | null
  end(): void
}

/**
 * Opens a scope and runs `work` in it, with all that it starts.
 *
 * @param routeOf the route's pattern, as soon as it is known; asked again each time
 */
export function openRequest<Request, Result>(
  options: RequestScopeOptions<Request>,
  { request, cookies, routeOf }: Incoming<Request>,
  work: (open: OpenRequest) => Result,
): Result {
  return withScope(null, (scope) => {
    // The route is found after the scope is opened, and what asks for it in between must not keep an older answer.
    Object.defineProperty(scope, 'route', { get: routeOf, enumerable: true, configurable: true })
    const context = new AsyncResource('pgwright.request')
    const inScope = <Made>(make: () => Made) => context.runInAsyncScope(make)
    const { token, begin, end } = options
    if (token !== undefined) takeToken(token, cookies)
    let isEnded = false
    return work({
      begun: beginning(() => begin?.(request, scope)),
      setCookie: () => {
        const value = token === undefined ? undefined : inScope(() => token.give())
        return token === undefined || value === undefined ? null : setCookie(token, value)
      },
      end: () => {
        if (isEnded) return
        isEnded = true
        try {
          inScope(() => end?.(scope))
        } catch (error) {
          process.emitWarning(error instanceof Error ? error : String(error))
        }
      },
    })
  })
}

interface Incoming<Request> {
  readonly request: Request
  /** The `Cookie` header. */
  readonly cookies: string | undefined
  readonly routeOf: () => string | null
}

/** Null where there is nothing to wait for. */
function beginning(begin: () => void | Promise<void>): Promise<void> | null {
  try {
    return begin() ?? null
  } catch (error) {
    return Promise.reject(error)
  }
}

function takeToken(token: TokenCarrier, cookies: string | undefined): void {
  const value = cookieOf(cookies, token.cookie)
  if (value === null) return
  try {
    token.take(value)
  } catch {
    // Of a key that was replaced, or made up: nobody's request should fail for it, and it is trusted for nothing.
  }
}
