import { AsyncResource } from 'node:async_hooks'
import { isHeard } from '../events/index.ts'
import { isLazy, lazyProxy } from './lazy.ts'
import type { Method } from './owner.ts'

/** Its queries are seen, and those of the clients that it makes. */
export function clientProxy<Client extends object>(client: Client): Client {
  const models = new WeakMap<object, object>()
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof name === 'symbol' || name.startsWith('_')) return value
      if (typeof value === 'function') return methodOfClient(target, name, value as Method)
      if (typeof value !== 'object' || value === null) return value
      const model = models.get(value) ?? modelProxy(value)
      models.set(value, model)
      return model
    },
  })
}

function methodOfClient(client: object, name: string, method: Method): Method {
  if (name === '$extends') return (...given) => clientProxy(method.apply(client, given) as object)
  if (name === '$transaction') return (work, ...options) => method.apply(client, [inTransaction(work), ...options])
  return (...given) => seen(method.apply(client, given))
}

/** Its client is another one. */
function inTransaction(work: unknown): unknown {
  return typeof work === 'function' ? (client: object) => (work as Method).call(undefined, clientProxy(client)) : work
}

function modelProxy(model: object): object {
  return new Proxy(model, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? (...given: unknown[]) => seen((value as Method).apply(target, given)) : value
    },
  })
}

function seen(built: unknown): unknown {
  return isHeard() && isLazy(built) ? lazyProxy(built) : built
}

interface Loader {
  readonly options?: Record<'batchBy' | 'singleLoader' | 'batchLoader', Method>
}

const kept = new WeakSet<object>()

/** What is asked in one tick is sent in the turn of whoever asked first, which may be another request. */
export function keepTurns(prisma: object): void {
  const { dataloader } = (prisma as { _requestHandler?: { dataloader?: Loader } })._requestHandler ?? {}
  const options = dataloader?.options
  if (options === undefined || kept.has(options)) return
  kept.add(options)
  const turns = new WeakMap<object, AsyncResource>()
  const { batchBy, singleLoader, batchLoader } = options
  options.batchBy = function (request) {
    if (isHeard()) turns.set(request as object, new AsyncResource('prisma'))
    return batchBy.call(this, request)
  }
  options.singleLoader = function (request) {
    const turn = turns.get(request as object)
    return turn === undefined ? singleLoader.call(this, request) : turn.runInAsyncScope(singleLoader, this, request)
  }
  options.batchLoader = function (requests) {
    const turn = turns.get((requests as object[])[0] as object)
    return turn === undefined ? batchLoader.call(this, requests) : turn.runInAsyncScope(batchLoader, this, requests)
  }
}
