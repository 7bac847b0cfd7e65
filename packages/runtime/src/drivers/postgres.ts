import { AsyncResource } from 'node:async_hooks'
import {
  type Answer,
  asked,
  begun,
  ended,
  failed,
  isHeard,
  type Origin,
  originAt,
  originOf,
  type Statement,
  siteInText,
  withOrigin,
} from '../events/index.ts'
import { type Method, wrapMethod } from './owner.ts'

/** What postgres.js keeps of a query; all of it is assigned from outside while the query is under way. */
interface Query {
  readonly strings: readonly string[]
  readonly tagged: boolean
  /** Where a tagged query is written: a stack that is kept once for each place. */
  readonly origin: string
  readonly executed: boolean
  /** Has none where a connection asks for itself, of the types that there are. */
  readonly canceller?: unknown
  readonly parameters?: readonly unknown[]
  readonly isRaw?: boolean | 'values'
}

interface UnderWay {
  readonly askedAt: number
  /** The request of whoever awaits it, however late a connection is free. */
  readonly turn: AsyncResource
}

type Settle = (value: unknown) => void

const instrumented = new WeakSet<object>()
const origins = new WeakMap<Query, Origin>()
const underWay = new WeakMap<Query, UnderWay>()
const statements = new WeakMap<Query, Statement>()

/**
 * Has every statement of postgres.js told to who observes: of this `sql` and of all that its module makes, with those of
 * `begin`, `savepoint` and `reserve`. To do it twice does nothing.
 *
 * @param sql `postgres(…)`, or `postgres` itself
 */
export function instrument<Sql extends object>(sql: Sql): Sql {
  // One is made of the module, and connects to nothing.
  const one = 'unsafe' in sql ? sql : (sql as unknown as (options: object) => object)({ max: 1 })
  const { unsafe } = one as { unsafe(text: string): object }
  // It is not sent, as nobody awaits it.
  const prototype = Object.getPrototypeOf(unsafe('')) as object
  if (instrumented.has(prototype)) return sql
  instrumented.add(prototype)
  onAssign(prototype, 'handler', (query) => {
    if (isHeard() && !isWrittenInPlace(query)) origins.set(query, originOf())
  })
  wrapMethod(prototype, 'handle', remembersTurn)
  onAssign(prototype, 'statement', tell)
  onAssign(prototype, 'resolve', (query, settle) => before(settle as Settle, (answer) => told(query, answer)))
  onAssign(prototype, 'reject', (query, settle) =>
    before(settle as Settle, (error) => {
      const statement = taken(query)
      if (statement !== undefined) failed(statement, error)
    }),
  )
  return sql
}

/** Queries are told by what is assigned to them: so no handle is missed by which one is sent. */
function onAssign(prototype: object, name: string, assigned: (query: Query, value: unknown) => unknown): void {
  const key = Symbol(name)
  Object.defineProperty(prototype, name, {
    configurable: true,
    get(this: Record<symbol, unknown>) {
      return this[key]
    },
    set(this: Record<symbol, unknown>, value: unknown) {
      this[key] = assigned(this as unknown as Query, value) ?? value
    },
  })
}

/** A fragment is never handled, only what it is a part of. */
function remembersTurn(handle: Method): Method {
  return function (...given) {
    const query = this as Query
    if (!query.executed && query.canceller && isHeard())
      underWay.set(query, { askedAt: performance.now(), turn: new AsyncResource('postgres') })
    return handle.apply(this, given)
  }
}

/** With the text and the parameters as a connection is given them; to be sent, it overwrites them with their texts. */
function tell(query: Query, built: unknown): void {
  const { string } = (built ?? {}) as { readonly string?: string }
  const handled = underWay.get(query)
  // It is built once more where the server has forgotten a prepared statement.
  if (string === undefined || handled === undefined || statements.has(query)) return
  const statement = handled.turn.runInAsyncScope(() => {
    const origin = originFor(query)
    const ask = () => {
      const statement = begun(string, [...(query.parameters ?? [])], handled.askedAt)
      if (statement !== null) asked(statement)
      return statement
    }
    return origin === undefined ? ask() : withOrigin(origin, ask)
  })
  if (statement !== null) statements.set(query, statement)
}

/** By the strings of a tagged query, which are the same object whenever its place is passed. */
const places = new WeakMap<readonly string[], { readonly origin: Origin | undefined }>()

function isWrittenInPlace({ strings, tagged }: Query): boolean {
  return tagged && places.get(strings)?.origin !== undefined
}

/** Null where neither leads to the application: an ORM's, which may have an origin of its own. */
function originFor(query: Query): Origin | undefined {
  if (query.tagged && !places.has(query.strings)) {
    const site = siteInText(query.origin)
    places.set(query.strings, { origin: site === null ? undefined : originAt(site) })
  }
  return (query.tagged ? places.get(query.strings)?.origin : undefined) ?? origins.get(query)
}

function before(settle: Settle, tellOf: Settle): Settle {
  return (value) => {
    tellOf(value)
    settle(value)
  }
}

function taken(query: Query): Statement | undefined {
  const statement = statements.get(query)
  underWay.delete(query)
  statements.delete(query)
  return statement
}

function told(query: Query, answer: unknown): void {
  const statement = taken(query)
  if (statement !== undefined) ended(statement, answerOf(answer, query))
}

interface Result extends ReadonlyArray<unknown> {
  readonly columns?: readonly { readonly name: string; readonly type: number }[] | null
  readonly count?: number | null
  readonly command?: string | null
}

/** Of several statements in one text there are as many results; a cursor and `forEach` give the rows in parts. */
function answerOf(answer: unknown, { isRaw }: Query): Answer {
  const result = (Array.isArray(answer) ? answer : []) as Result
  const { count = null } = result
  const columns = result.columns ?? []
  const isWhole = typeof result.command === 'string' && isRaw !== true && result.length === (count ?? 0)
  return {
    rows: isWhole ? result : null,
    fields: columns.map(({ name, type }) => ({ name, dataTypeID: type })),
    rowCount: count,
  }
}
