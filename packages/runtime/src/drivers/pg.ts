import type { ClientBase } from 'pg'
import { asked, begun, failed, isHeard, type Statement } from '../events/index.ts'
import { type Method, wrapMethod } from './owner.ts'
import { type Callback, heard, hearing, listen, promised } from './pg-answers.ts'
import { type Around, askedBy } from './sessions.ts'
import { inThisTurn } from './turn.ts'

/** What of `pg`, or of a pool or client of it, is looked at. */
interface PgModule {
  readonly Client?: { readonly prototype: object }
  readonly Pool?: { readonly prototype: object }
}

/** What a pool was asked for, while it asks for a client, and while it gives the client what it was asked for. */
let ofPool: Statement | null = null

function whileOfPool<Result>(statement: Statement | null, work: () => Result): Result {
  ofPool = statement
  try {
    return work()
  } finally {
    ofPool = null
  }
}

/**
 * Has every statement of `pg` told to who observes, by its module, or by one pool or client. To do it twice does nothing.
 * Nothing is changed of what the application sees; without an observer it costs a comparison.
 *
 * @param pg `import pg from 'pg'`, a `Pool` or a `Client`; of `pg.native` nothing is heard
 */
export function instrument<Pg extends object>(pg: Pg): Pg {
  const { Client, Pool } = pg as PgModule
  // A pool has the class of its clients, too.
  const isPool = 'totalCount' in pg
  if (Client !== undefined) patchClient(Client.prototype)
  if (Pool !== undefined) patchPool(Pool.prototype)
  if (isPool) patchPool(pg)
  else if (Client === undefined && Pool === undefined) patchClient(pg)
  return pg
}

function patchPool(pool: object): void {
  wrapMethod(
    pool,
    'connect',
    (connect) =>
      function (callback, ...rest) {
        const given = typeof callback === 'function' && isHeard() ? connected(callback as Callback) : callback
        return connect.call(this, given, ...rest)
      },
  )
  wrapMethod(
    pool,
    'query',
    (query) =>
      function (...given) {
        const text = isHeard() ? textOf(given[0]) : null
        const statement = text === null ? null : begun(text, valuesOf(given))
        if (statement === null) return query.apply(this, given)
        const callback = given.at(-1)
        if (given.length > 1 && typeof callback === 'function') given[given.length - 1] = inThisTurn(callback)
        const result = whileOfPool(statement, () => query.apply(this, given))
        asked(statement)
        return result
      },
  )
}

/** A pool that is full calls back in the turn of whoever releases: in another's request. */
function connected(callback: Callback): Callback {
  const statement = ofPool
  ofPool = null
  if (statement === null) return inThisTurn(callback)
  // The pool's own, which asks no more than it was asked for.
  return (error, ...given) => {
    // No client was to be had.
    if (error) failed(statement, error)
    return whileOfPool(error ? null : statement, () => callback(error, ...given))
  }
}

/**
 * For a pool whose `query` asks for its clients by a way of its own, and keeps each request's context itself: to be
 * called before `query` comes back, so that a statement is not told again by the client that gets it.
 */
export function carried<Given extends unknown[]>(
  callback: (error: Error | undefined, ...given: Given) => void,
): typeof callback {
  const statement = ofPool
  ofPool = null
  if (statement === null) return callback
  return (error, ...given) => {
    if (error) failed(statement, error)
    whileOfPool(error ? null : statement, () => callback(error, ...given))
  }
}

function patchClient(client: object): void {
  wrapMethod(
    client,
    'query',
    (query) =>
      function (...given) {
        const text = isHeard() ? textOf(given[0]) : null
        if (text === null) return query.apply(this, given)
        const handedOn = ofPool?.text === text ? ofPool : null
        const statement = handedOn ?? begun(text, valuesOf(given))
        if (statement === null) return query.apply(this, given)
        if (handedOn !== null) {
          ofPool = null
          handedOn.startedAt = performance.now()
        }
        // `pg` calls back in the turn of the socket: in the request for which the connection was made, or in none.
        const result = send(this, query, given, statement, handedOn === null ? inThisTurn : asItIs)
        askedBy(this as ClientBase, statement, aroundOf(given[0]))
        if (handedOn === null) asked(statement)
        return result
      },
  )
}

function asItIs(callback: Callback): Callback {
  return callback
}

function aroundOf(config: unknown): Around | undefined {
  return typeof config === 'string' ? undefined : (config as { readonly around?: Around }).around
}

function send(
  client: unknown,
  query: Method,
  given: unknown[],
  statement: Statement,
  keep: (callback: Callback) => Callback,
): unknown {
  const at = typeof given[1] === 'function' ? 1 : typeof given[2] === 'function' ? 2 : 0
  const config = given[0] as string | { readonly callback?: unknown; readonly submit?: unknown }
  if (at > 0) {
    const wrapped = [...given]
    wrapped[at] = heard(statement, keep(given[at] as Callback))
    return query.apply(client, wrapped)
  }
  if (typeof config === 'object' && typeof config.callback === 'function') {
    const callback = heard(statement, keep(config.callback as Callback))
    if (typeof config.submit !== 'function') {
      // It is part of the application's own configuration, of which the driver is given a copy.
      const copy = Object.assign(Object.create(Object.getPrototypeOf(config)), config, { callback })
      return query.apply(client, [copy, ...given.slice(1)])
    }
    ;(config as { callback: unknown }).callback = callback
    return query.apply(client, given)
  }
  const { _Promise: Made } = client as { readonly _Promise?: PromiseConstructor }
  // A configuration is the application's own: an older driver would write the callback into it.
  if (typeof config === 'string' && typeof Made === 'function')
    return promised(Made, statement, (callback) => query.call(client, config, given[1], callback))
  const result = query.apply(client, given)
  if (result instanceof Promise) return hearing(result, statement)
  listen(statement, result)
  return result
}

function textOf(query: unknown): string | null {
  if (typeof query === 'string') return query
  const { text, cursor } = (query ?? {}) as { readonly text?: unknown; readonly cursor?: { readonly text?: unknown } }
  const found = text ?? cursor?.text
  return typeof found === 'string' ? found : null
}

function valuesOf(given: readonly unknown[]): readonly unknown[] {
  const query = given[0]
  const second = given[1]
  if (Array.isArray(second)) return second
  const { values } = (typeof query === 'object' && query !== null ? query : {}) as { readonly values?: unknown }
  return Array.isArray(values) ? values : []
}
