import { isHeard, type Origin, originOf, withOrigin } from '../events/index.ts'
import { type Method, wrapMethod } from './owner.ts'
import { inThisTurn } from './turn.ts'

/**
 * An ORM's query that is sent when somebody awaits it. The engine then calls its `then` from nowhere: neither the stack
 * nor what V8 knows of awaiting functions leads to the application. So it is remembered where the query was built, and
 * it runs as if from there.
 */
const origins = new WeakMap<object, Origin>()

/** What sends a query, in one ORM or another. */
const runners = ['then', 'catch', 'finally', 'execute', 'requestTransaction'] as const

/** Has the results of a method, where they are lazy, remember where they were built. */
export function buildsLazy(object: object, ...methods: readonly string[]): void {
  for (const name of methods)
    wrapMethod(
      object,
      name,
      (method) =>
        function (...given) {
          const built = method.apply(this, given)
          return isLazy(built) ? remember(built) : built
        },
    )
}

/** One that is built from another, by `clone`, is built anew. */
function remember(lazy: object): object {
  if (isHeard() && !origins.has(lazy)) origins.set(lazy, originOf())
  for (const name of runners) wrapMethod(lazy, name, runsFromOrigin)
  buildsLazy(lazy, 'clone')
  return lazy
}

/** For methods that begin at once, and come to the driver in a later turn: of what is awaited elsewhere, no stack tells. */
export function beginsHere(object: object, ...methods: readonly string[]): void {
  for (const name of methods)
    wrapMethod(
      object,
      name,
      (method) =>
        function (...given) {
          return isHeard() ? withOrigin(originOf(), () => method.apply(this, given)) : method.apply(this, given)
        },
    )
}

function runsFromOrigin(method: Method): Method {
  return function (...given) {
    const origin = origins.get(this as object)
    return origin === undefined
      ? method.apply(this, given)
      : runFrom(origin, () => method.apply(this, given.map(outside)))
  }
}

function runFrom<Result>(origin: Origin, work: () => Result): Result {
  return isHeard() ? withOrigin(origin, work) : work()
}

/** What the application does with the answer comes from its own line again. */
function outside(given: unknown): unknown {
  return typeof given === 'function' ? inThisTurn(given) : given
}

/** A promise is under way already; its methods are everybody's. */
export function isLazy(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { then?: unknown }).then === 'function' &&
    !(value instanceof Promise)
  )
}

/**
 * The same for a query whose class can't be changed, as it has none: seen through a proxy. Queries that its methods
 * build are seen so, too.
 */
export function lazyProxy<Lazy extends object>(lazy: Lazy, origin: Origin = originOf()): Lazy {
  const names: readonly string[] = runners
  return new Proxy(lazy, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      const method = value as Method
      if (typeof name === 'string' && names.includes(name))
        return (...given: unknown[]) => runFrom(origin, () => method.apply(target, given.map(outside)))
      return (...given: unknown[]) => {
        const built = method.apply(target, given)
        return isLazy(built) && isHeard() ? lazyProxy(built) : built
      }
    },
  })
}
