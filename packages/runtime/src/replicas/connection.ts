import type { Pool, PoolClient, QueryConfig, QueryResult } from 'pg'
import { RuntimeError } from '../error.ts'
import {
  type BatchAnswer,
  hearErrors,
  learnSession,
  type OwnStatement,
  requireFit,
  sendBatch,
  sessionKind,
  transactionStatus,
} from '../wire/index.ts'
import { identity } from './statements.ts'

/** Of each connection, from `pg_control_system()`. */
const systemIds = new WeakMap<PoolClient, bigint>()

/** A connection of a pool, taken for one read or write. */
export class Connection {
  readonly client: PoolClient
  #over = false

  private constructor(client: PoolClient) {
    this.client = client
    // The pool has no listener while a client is lent, and an error without any ends the process.
    client.on('error', ignore)
  }

  /** @throws RuntimeError `timeout` when the pool has none within the time */
  static async take(pool: Pool, timeoutMs: number): Promise<Connection> {
    hearErrors(pool)
    const taken = pool.connect()
    const client = await within(taken, timeoutMs, 'the pool gave no connection').catch((error) => {
      // It may still come, and is nobody's then.
      taken.then((late) => late.release(), ignore)
      throw error
    })
    const connection = new Connection(client)
    try {
      requireFit(client)
    } catch (error) {
      connection.giveBack()
      throw error
    }
    if (sessionKind(client) === undefined)
      await within(learnSession(client), timeoutMs, 'the server gave no answer').catch((error) => {
        connection.discard()
        throw error
      })
    return connection
  }

  /** Sends all in one round trip, with the question for the server's identity where it is not known yet. */
  async send(
    before: readonly OwnStatement[],
    query: QueryConfig | null,
    after: readonly OwnStatement[],
    expected: 'idle' | 'transaction' | 'any',
  ): Promise<BatchAnswer> {
    // Behind a pooler the server can be another one each time.
    const unknown = !systemIds.has(this.client) || sessionKind(this.client) !== 'own'
    const answer = await sendBatch(this.client, {
      before: unknown ? [...before, identity] : before,
      ...(query === null ? {} : { query }),
      after,
      expected,
    })
    const told = unknown ? answer.rows.get(before.length)?.[0] : undefined
    if (typeof told === 'string') systemIds.set(this.client, BigInt(told))
    return answer
  }

  /** Null until something was sent. */
  get systemId(): bigint | null {
    return systemIds.get(this.client) ?? null
  }

  /** To the pool where nothing is open on it, else it is closed. */
  giveBack(): void {
    if (this.#over) return
    this.#over = true
    const idle = transactionStatus(this.client) === 'I'
    this.client.release(!idle)
    if (idle) this.client.removeListener('error', ignore)
  }

  discard(): void {
    if (this.#over) return
    this.#over = true
    this.client.release(true)
  }
}

/** @throws RuntimeError `timeout` */
export async function within<Value>(promise: Promise<Value>, timeoutMs: number, what: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new RuntimeError('timeout', `Within ${timeoutMs} ms ${what}.`, hint)), timeoutMs)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

const hint = 'Look whether the server answers, and whether the pool is large enough.'

export function requireResult({ result }: BatchAnswer): QueryResult {
  if (result === null) throw new RuntimeError('unavailable', 'The server gave no result.', hint)
  return result
}

function ignore(): void {}
