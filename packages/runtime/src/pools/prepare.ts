import type pg from 'pg'
import { keepsStatements } from '../wire/index.ts'
import { driverOf } from './driver.ts'
import type { StatementNames } from './statement-names.ts'

type Callback = (error: Error | null, result?: unknown) => void
type AnyQuery = (config: unknown, values?: unknown, callback?: unknown) => unknown

/** A plan that no longer fits a changed table; a statement that the server doesn't know, or knows of somebody else. */
const staleCodes = new Set(['0A000', '26000', '42P05'])

/**
 * Lets `client.query` prepare what comes again. The statement that was longest unused on the connection is closed
 * with a message of the protocol, as PgBouncer wants it (1.21 and later), and costs no round trip. Where a pooler stands
 * between that does not keep what is prepared, nothing is.
 */
export function prepareRepeated(client: pg.PoolClient, names: StatementNames, most: number): void {
  const statements = new ConnectionStatements(client, most)
  // Looked up on each call: whoever observes statements may put their own in its place later.
  const plain: AnyQuery = (...call) => Object.getPrototypeOf(client).query.apply(client, call)
  const query: AnyQuery = (config, values, callback) => {
    const read = keepsStatements(client) ? readCall(config, values, callback) : null
    const name = read === null ? null : names.of(read.text)
    if (read === null || name === null) return plain(config, values, callback)
    statements.use(name)
    const named = { ...read.config, text: read.text, values: read.values, name }
    // The server refuses both before it does anything. In a transaction all is lost anyway.
    const mayRetry = (error: unknown) => {
      if (!staleCodes.has(String((error as { code?: unknown })?.code))) return false
      statements.forget(name)
      return driverOf(client).getTransactionStatus?.() === 'I'
    }
    const again = { ...read.config, text: read.text, values: read.values }
    const { done } = read
    if (done === null) return (plain(named) as Promise<unknown>).catch((error: unknown) => retried(error))
    return plain(named, (error: Error | null, result: unknown) => {
      if (error && mayRetry(error)) plain(again, done)
      else done(error, result)
    })

    function retried(error: unknown): unknown {
      if (mayRetry(error)) return plain(again)
      throw error
    }
  }
  client.query = query as typeof client.query
}

interface Call {
  readonly text: string
  readonly values: readonly unknown[]
  readonly config: object
  readonly done: Callback | null
}

/** Null for what is not to be prepared: no parameters, a cursor, a name of the caller's own. */
function readCall(config: unknown, values: unknown, callback: unknown): Call | null {
  const isText = typeof config === 'string'
  if (!isText && (typeof config !== 'object' || config === null)) return null
  const given = (isText ? {} : config) as { text?: unknown; values?: unknown; name?: unknown; submit?: unknown }
  if (given.submit !== undefined || given.name !== undefined || 'callback' in given || 'rows' in given) return null
  const text = isText ? config : given.text
  const list = Array.isArray(values) ? values : given.values
  if (typeof text !== 'string' || !Array.isArray(list) || list.length === 0) return null
  const done = typeof values === 'function' ? values : callback
  return { text, values: list, config: given, done: typeof done === 'function' ? (done as Callback) : null }
}

class ConnectionStatements {
  readonly #client: pg.PoolClient
  readonly #most: number
  readonly #used = new Set<string>()

  constructor(client: pg.PoolClient, most: number) {
    this.#client = client
    this.#most = most
  }

  use(name: string): void {
    if (!this.#used.delete(name)) this.#closeOldest()
    this.#used.add(name)
  }

  forget(name: string): void {
    this.#used.delete(name)
    this.#close(name)
  }

  /** One whose preparing is not yet answered is left: pg would take it for prepared when the answer comes. */
  #closeOldest(): void {
    const { parsedStatements } = driverOf(this.#client).connection
    for (const name of this.#used) {
      if (this.#used.size < this.#most) return
      if (parsedStatements[name] === undefined) continue
      this.#used.delete(name)
      this.#close(name)
    }
  }

  #close(name: string): void {
    const { connection } = driverOf(this.#client)
    delete connection.parsedStatements[name]
    connection.close({ type: 'S', name })
  }
}
