import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import type { ClientBase, Pool } from 'pg'
import { type Answer, ask, ended, failed, type Statement } from '../events/index.ts'

type Callback = (error: unknown, answer?: unknown) => void
type Method = (this: unknown, ...given: unknown[]) => unknown

/** What of `pg`, or of a pool or client of it, is looked at. */
interface PgModule {
  readonly Client?: { readonly prototype: object }
  readonly Pool?: { readonly prototype: object }
}

/** What a pool was asked for and its client is given later, in whatever turn. */
const underWay = new AsyncLocalStorage<{ readonly statement: Statement; taken: boolean }>()
const instrumented = new WeakSet<object>()

/**
 * Has every statement of `pg` told to who observes, by its module, or by one pool or client. To do it twice does nothing.
 * Nothing is changed of what the application sees; without an observer it costs a comparison.
 *
 * @param pg `import pg from 'pg'`, a `Pool` or a `Client`
 */
export function instrument<Pg extends object>(pg: Pg): Pg {
  const { Client, Pool } = pg as PgModule
  if (Client !== undefined) patchClient(Client.prototype)
  if (Pool !== undefined) patchPool(Pool.prototype)
  // A pool too has the class of its clients as `Client`.
  if ('totalCount' in pg) patchPool(Object.getPrototypeOf(pg))
  else if (Client === undefined && Pool === undefined) patchClient(Object.getPrototypeOf(pg))
  return pg
}

/** Where `query` is, so that clients of every subclass are heard once. */
function ownerOf(prototype: object, method: string): Record<string, Method> {
  let owner = prototype
  while (!Object.hasOwn(owner, method)) owner = Object.getPrototypeOf(owner) as object
  return owner as Record<string, Method>
}

function patchPool(prototype: object): void {
  const owner = ownerOf(prototype, 'connect')
  if (instrumented.has(owner)) return
  instrumented.add(owner)
  const { connect, query } = owner as { connect: Method; query: Method }
  // A pool that is full calls back in the turn of whoever releases: in another's request.
  owner.connect = function (callback, ...rest) {
    return connect.call(this, typeof callback === 'function' ? inOwnContext(callback as Callback) : callback, ...rest)
  }
  owner.query = function (...given) {
    const text = textOf(given[0])
    const statement = text === null ? null : ask(text, valuesOf(given))
    if (statement === null) return query.apply(this, given)
    const asked = { statement, taken: false }
    const result = underWay.run(asked, () => query.apply(this, given))
    if (result instanceof Promise) {
      // No client was to be had.
      result.catch((error: unknown) => !asked.taken && failed(statement, error))
    }
    return result
  }
}

/** `AsyncResource.bind` does the same in a hundred times as long on Node 20. */
function inOwnContext(callback: Callback): Callback {
  const context = new AsyncResource('pgwright.pg')
  return (...given) => context.runInAsyncScope(callback, undefined, ...given)
}

function patchClient(prototype: object): void {
  const owner = ownerOf(prototype, 'query')
  if (instrumented.has(owner)) return
  instrumented.add(owner)
  const { query } = owner as { query: Method }
  owner.query = function (...given) {
    const text = textOf(given[0])
    if (text === null) return query.apply(this, given)
    const asked = underWay.getStore()
    if (asked !== undefined && !asked.taken && asked.statement.text === text) {
      asked.taken = true
      asked.statement.startedAt = performance.now()
      return run(this, query, given, asked.statement)
    }
    const statement = ask(text, valuesOf(given))
    return statement === null ? query.apply(this, given) : run(this, query, given, statement)
  }
}

interface PgClient extends ClientBase {
  end(): Promise<void>
}

let last: WeakRef<PgClient> | null = null

/** Opens sessions like the one that was heard last, for what is to be asked beside the application; null before any. */
export function clientsLikeTheLast(): Pick<Pool, 'connect'> | null {
  const client = last?.deref()
  if (client === undefined) return null
  const { user, password, host, port, database, ssl, constructor: made } = client as unknown as Record<string, unknown>
  const connect = async () => {
    const Client = made as new (config: object) => PgClient
    const session = new Client({ user, password, host, port, database, ssl })
    await session.connect()
    return Object.assign(session, { release: () => void session.end() })
  }
  return { connect } as unknown as Pick<Pool, 'connect'>
}

function run(client: unknown, query: Method, given: unknown[], statement: Statement): unknown {
  if (last?.deref() !== client) last = new WeakRef(client as PgClient)
  const at = given.findIndex((one, nth) => nth > 0 && typeof one === 'function')
  const config = given[0] as { readonly callback?: unknown; readonly submit?: unknown }
  if (at > 0) {
    const wrapped = [...given]
    wrapped[at] = heard(statement, given[at] as Callback)
    return query.apply(client, wrapped)
  }
  if (typeof config === 'object' && typeof config.callback === 'function') {
    const { callback } = config
    if (typeof config.submit === 'function') {
      ;(config as { callback: unknown }).callback = heard(statement, callback as Callback)
      return query.apply(client, given)
    }
    const own = Object.assign(Object.create(Object.getPrototypeOf(config)), config)
    own.callback = heard(statement, callback as Callback)
    return query.apply(client, [own, ...given.slice(1)])
  }
  const result = query.apply(client, given)
  if (result instanceof Promise) {
    result.then(
      (answer) => ended(statement, answerOf(answer)),
      (error: unknown) => failed(statement, error),
    )
  } else listen(statement, result)
  return result
}

function heard(statement: Statement, callback: Callback): Callback {
  return function (this: unknown, error, answer) {
    if (error) failed(statement, error)
    else ended(statement, answerOf(answer))
    return callback.call(this, error, answer)
  }
}

/** Of a cursor or stream, which gives its rows in parts. */
function listen(statement: Statement, stream: unknown): void {
  const { once } = (stream ?? {}) as { readonly once?: (event: string, then: (error?: unknown) => void) => void }
  if (typeof once !== 'function') return
  let done = false
  const end = (error?: unknown) => {
    if (done) return
    done = true
    if (error) failed(statement, error)
    else ended(statement, { rows: null, columns: [], rowCount: null })
  }
  for (const event of ['end', 'close']) once.call(stream, event, () => end())
}

function textOf(query: unknown): string | null {
  if (typeof query === 'string') return query
  const { text, cursor } = (query ?? {}) as { readonly text?: unknown; readonly cursor?: { readonly text?: unknown } }
  const found = text ?? cursor?.text
  return typeof found === 'string' ? found : null
}

function valuesOf([query, second]: readonly unknown[]): readonly unknown[] {
  if (Array.isArray(second)) return second
  const { values } = (typeof query === 'object' && query !== null ? query : {}) as { readonly values?: unknown }
  return Array.isArray(values) ? values : []
}

interface PgAnswer {
  readonly rows?: readonly unknown[]
  readonly fields?: readonly { readonly name: string; readonly dataTypeID: number }[]
  readonly rowCount?: number | null
}

/** Of several statements in one text, there are as many answers: none of them is the whole. */
function answerOf(answer: unknown): Answer {
  if (Array.isArray(answer)) return { rows: null, columns: [], rowCount: null }
  const { rows = null, fields = [], rowCount = null } = (answer ?? {}) as PgAnswer
  return { rows, columns: fields.map(({ name }) => name), types: fields.map(({ dataTypeID }) => dataTypeID), rowCount }
}
