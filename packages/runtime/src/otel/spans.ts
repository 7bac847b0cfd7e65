import { type Span, trace } from '@opentelemetry/api'
import { type DetectOptions, detectInRequests } from '../detect/index.ts'
import { observe, type Statement } from '../events/index.ts'
import type { Scope } from '../scope/index.ts'

export interface SpanOptions extends DetectOptions {
  /** Of requests in which N+1 queries are looked for, from 0 to 1. Default: 0.01. All are counted. */
  readonly share?: number
}

/** For the middleware that opens the requests' scopes. */
export interface SpanRequests {
  begin(request: unknown, scope: Scope): void
  end(scope: Scope): void
  /** No request that begins later is looked at. */
  stop(): void
}

interface Counted {
  readonly span: Span
  readonly isWatched: boolean
  roundTrips: number
  dbMs: number
  poolWaitMs: number
  nPlusOne: number
}

/**
 * Sets on the span that is active when a request begins, as it ends: `pgwright.round_trips`, `pgwright.db_ms`,
 * `pgwright.pool_wait_ms` (both summed over its statements, also those that ran at once) and, of the share in which it
 * was looked for, `pgwright.n_plus_one`. A request without a recording span costs nothing.
 *
 * @example
 * app.use(requestScope(instrumentSpans({ share: 0.05 })))
 */
export function instrumentSpans({ share = 0.01, ...detect }: SpanOptions = {}): SpanRequests {
  const key = Symbol('span')
  const countedOf = (scope: Scope) => scope.values.get(key) as Counted | undefined
  const of = ({ scope }: Statement) => (scope === undefined ? undefined : countedOf(scope))
  const detector = detectInRequests({
    ...detect,
    share: 1,
    onFinding: ({ check }, scope) => {
      const counted = countedOf(scope)
      if (counted !== undefined && check === 'n-plus-one') counted.nPlusOne += 1
    },
  })
  let isStopped = false
  const stop = observe({
    asked: (statement) => {
      const counted = of(statement)
      if (counted !== undefined) counted.roundTrips += 1
    },
    ended: (statement) => {
      const counted = of(statement)
      if (counted === undefined) return
      const { askedAt, startedAt, endedAt } = statement
      counted.poolWaitMs += startedAt - askedAt
      counted.dbMs += (endedAt ?? startedAt) - startedAt
    },
  })
  return {
    begin(request, scope) {
      const span = trace.getActiveSpan()
      if (isStopped || span === undefined || !span.isRecording()) return
      const isWatched = Math.random() < share
      const counted: Counted = { span, isWatched, roundTrips: 0, dbMs: 0, poolWaitMs: 0, nPlusOne: 0 }
      scope.values.set(key, counted)
      if (isWatched) detector.begin(request, scope)
    },
    end(scope) {
      const counted = countedOf(scope)
      if (counted === undefined) return
      if (counted.isWatched) detector.end(scope)
      scope.values.delete(key)
      const { span, isWatched, roundTrips, dbMs, poolWaitMs, nPlusOne } = counted
      span.setAttributes({
        'pgwright.round_trips': roundTrips,
        'pgwright.db_ms': dbMs,
        'pgwright.pool_wait_ms': poolWaitMs,
        ...(isWatched ? { 'pgwright.n_plus_one': nPlusOne } : {}),
      })
    },
    stop() {
      isStopped = true
      stop()
    },
  }
}
