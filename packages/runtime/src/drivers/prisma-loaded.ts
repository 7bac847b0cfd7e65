import { isHeard, isWithinOrigin, originOf, withOrigin } from '../events/index.ts'
import type { Method } from './owner.ts'
import { clientProxy, keepTurns } from './prisma-client.ts'

/** What a generated client asks of Prisma's runtime: the class that it is. */
interface Runtime {
  readonly getPrismaClient: Method
}

/** What of a client is its own, so that those that it is extended to have it, too. */
interface Client {
  readonly _originalClient?: Client
  _createPrismaPromise: Method
  _transactionWithCallback: Method
}

/**
 * Prisma's runtime as a program loads it, where each client that is made is instrumented in place. Generated clients are
 * classes that it makes, wherever they are generated to. A client stays the object that it is: a service that extends its
 * class may have private fields, which no proxy would have.
 *
 * @returns what is to be exported in its place, as what esbuild exports can't be assigned; null where it has no clients
 */
export function instrumentedRuntime(exported: object): object | null {
  const { getPrismaClient } = exported as Partial<Runtime>
  if (typeof getPrismaClient !== 'function') return null
  const value = (...given: unknown[]) => seenClass(getPrismaClient(...given))
  const own = Object.getOwnPropertyDescriptors(exported)
  return Object.create(Object.getPrototypeOf(exported) as object | null, {
    ...own,
    getPrismaClient: { value, enumerable: true },
  }) as object
}

function seenClass(made: unknown): unknown {
  if (typeof made !== 'function') return made
  return new Proxy(made, {
    construct(target, given, newTarget) {
      const client = Reflect.construct(target, given, newTarget) as object
      try {
        instrumentInPlace(client)
      } catch {
        // Of another release: its lines are not known.
      }
      return client
    },
  })
}

/** A query is built by one method, whatever model or client it is of, and sent by the function that this one is given. */
function instrumentInPlace(client: object): void {
  const own = (client as Client)._originalClient ?? (client as Client)
  const { _createPrismaPromise: create, _transactionWithCallback: transact } = own
  if (typeof create !== 'function') return
  own._createPrismaPromise = function (send, ...operation) {
    return create.call(this, runsFromHere(send, operation), ...operation)
  }
  if (typeof transact === 'function')
    own._transactionWithCallback = function (given, ...rest) {
      return transact.call(this, inTransaction(given), ...rest)
    }
  keepTurns(client)
}

/** An extension's query is built anew by the runtime, which tells no operation: it is from where the first one was. */
function runsFromHere(send: unknown, [operation]: readonly unknown[]): unknown {
  if (typeof send !== 'function' || !isHeard() || (operation === undefined && isWithinOrigin())) return send
  const origin = originOf()
  return (...given: unknown[]) => withOrigin(origin, () => (send as Method)(...given))
}

/** Its client is made by the runtime out of parts that nothing can be put into. */
function inTransaction(given: unknown): unknown {
  const { callback } = (given ?? {}) as { readonly callback?: unknown }
  if (typeof callback !== 'function') return given
  return { ...(given as object), callback: (client: object) => (callback as Method)(clientProxy(client)) }
}
