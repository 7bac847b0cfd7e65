import type { Pool, QueryConfig, QueryResult, QueryResultRow } from 'pg'
import { RuntimeError } from '../error.ts'
import { type BatchAnswer, type BatchFailure, type OwnStatement, sendBatch } from '../wire/index.ts'
import { requireInnerStatement } from './guard.ts'
import { Lease } from './lease.ts'
import type { Ending, Frame, TransactionOptions } from './statements.ts'

/** What a tenant's work is given. */
export interface TenantTransaction {
  /** As text. */
  readonly tenant: string
  /** Runs one statement. Statements that are not awaited are run in their order. */
  query<Row extends QueryResultRow = QueryResultRow>(
    query: string | QueryConfig,
    values?: readonly unknown[],
  ): Promise<QueryResult<Row>>
}

/** What all transactions of `createTenants` share. */
export interface TransactionContext {
  readonly pool: Pool
  readonly setting: string
  readonly frame: Frame
  readonly onDiscard: (reason: string) => void
}

/** A transaction of one tenant, which begins with its first statement. */
export class Transaction implements TenantTransaction {
  readonly tenant: string
  readonly #lease: Lease
  readonly #context: TransactionContext
  readonly #opening: readonly OwnStatement[]
  /** Of the last statement, failed or not: the next one waits for it. */
  #tail: Promise<unknown> = Promise.resolve()
  #state: 'new' | 'open' | 'unsure' | 'over' = 'new'

  private constructor(lease: Lease, tenant: string, context: TransactionContext, options: TransactionOptions) {
    this.#lease = lease
    this.tenant = tenant
    this.#context = context
    this.#opening = context.frame.opening(tenant, options)
  }

  static async start(context: TransactionContext, tenant: string, options: TransactionOptions): Promise<Transaction> {
    return new Transaction(await Lease.take(context.pool, context.onDiscard), tenant, context, options)
  }

  query<Row extends QueryResultRow>(
    query: string | QueryConfig,
    values?: readonly unknown[],
  ): Promise<QueryResult<Row>> {
    const answer = this.#tail.then(() => this.#run(queryConfig(query, values)))
    this.#tail = answer.catch(() => {})
    return answer
  }

  /** The whole transaction in one round trip. */
  async only<Row extends QueryResultRow>(query: QueryConfig): Promise<QueryResult<Row>> {
    this.#requireInner(query)
    const after = this.#ending.commit
    const answer = await sendBatch(this.#lease.client, { before: this.#opening, query, after, expected: 'idle' })
    const ending = this.#opening.length + 1
    if (answer.failure !== null && !isLeftOver(answer.failure, ending)) {
      this.#failed(answer)
      await this.undo()
      throw answer.failure.error
    }
    this.#close(answer, ending)
    return resultOf(answer)
  }

  /** @throws RuntimeError `aborted` where a statement had failed, so that the server rolled it all back */
  async commit(): Promise<void> {
    await this.#tail
    if (this.#state !== 'open') return this.#endWithoutCommit()
    const after = this.#ending.commit
    const answer = await sendBatch(this.#lease.client, { before: [], after, expected: 'transaction' })
    if (answer.failure !== null && !isLeftOver(answer.failure, 0)) {
      this.#failed(answer)
      await this.undo()
      throw answer.failure.error
    }
    this.#close(answer, 0)
    if (answer.tags[0] !== 'COMMIT') throw aborted()
  }

  /** Never rejects: where the server does not answer as it should, the connection is closed. */
  async undo(): Promise<void> {
    await this.#tail
    if (this.#state === 'new') this.#lease.giveBack()
    if (this.#state === 'unsure') this.#lease.discard('it is not known what its transaction is in')
    if (this.#state !== 'open') {
      this.#state = 'over'
      return
    }
    const before = this.#ending.rollback
    const answer = await sendBatch(this.#lease.client, { before, after: [], expected: 'any' })
    this.#close(answer, 0)
  }

  /** At once, whatever runs on it. */
  abandon(reason: string): void {
    this.#state = 'over'
    this.#lease.discard(reason)
  }

  async #run(query: QueryConfig): Promise<QueryResult> {
    if (this.#state === 'over' || this.#state === 'unsure') throw ended()
    this.#requireInner(query)
    const first = this.#state === 'new'
    const answer = await sendBatch(this.#lease.client, {
      before: first ? this.#opening : [],
      query,
      after: [],
      expected: first ? 'idle' : 'transaction',
    })
    if (answer.failure !== null) {
      this.#failed(answer)
      throw answer.failure.error
    }
    // Another way out of the transaction than those that are refused; after it the tenant is no longer set.
    const left = leftTransaction(answer, query)
    this.#become(left ? 'unsure' : 'open')
    if (left) throw ended()
    return resultOf(answer)
  }

  get #ending(): Ending {
    const { own, shared } = this.#context.frame
    return this.#lease.isShared ? shared : own
  }

  #requireInner({ text, values }: QueryConfig): void {
    requireInnerStatement(text, values ?? [], this.#context.setting)
  }

  /** A transaction whose opening failed has no tenant, and one whose connection failed no answer. */
  #failed({ failure }: BatchAnswer): void {
    if (failure === null || failure.kind === 'unsent') return
    const opened = this.#state === 'open' || failure.at >= this.#opening.length
    this.#become(opened && failure.kind === 'answered' ? 'open' : 'unsure')
  }

  /** Not once it is over, which an abort may have made it in the meantime. */
  #become(state: 'open' | 'unsure'): void {
    if (this.#state !== 'over') this.#state = state
  }

  /** @param ending place of COMMIT or ROLLBACK, after which comes the question whether the session is clean */
  #close({ failure, rows, status }: BatchAnswer, ending: number): void {
    this.#state = 'over'
    const clean = rows.get(ending + 1)?.[0]
    if (failure !== null && !isLeftOver(failure, ending)) this.#lease.discard('its transaction could not be ended')
    else if (failure === null && status !== 'I') this.#lease.discard('a transaction is still open on it')
    else if (clean !== 't') this.#lease.discard('the tenant’s work left a setting, a role, a cursor or a table in it')
    else this.#lease.giveBack()
  }

  #endWithoutCommit(): Promise<void> | void {
    const lost = this.#state === 'unsure' || this.#state === 'over'
    return this.undo().then(() => {
      if (lost) throw ended()
    })
  }
}

export function queryConfig(query: string | QueryConfig, values?: readonly unknown[]): QueryConfig {
  const config = typeof query === 'string' ? { text: query } : query
  if (typeof config?.text !== 'string' || 'submit' in config)
    throw new RuntimeError(
      'usage',
      'A tenant’s query is a text, or an object with `text` and `values`.',
      'Cursors and COPY streams are not run by it.',
    )
  return values === undefined ? config : { ...config, values: [...values] }
}

function leftTransaction({ status, tags }: BatchAnswer, { text }: QueryConfig): boolean {
  const tag = tags.at(-1)
  // ROLLBACK is also what the server answers to ROLLBACK TO, which stays within.
  return status === 'I' || tag === 'COMMIT' || (tag === 'ROLLBACK' && /\bchain\b/i.test(text))
}

/** The transaction has ended as it was to: it is the question for what is left in the session that failed. */
function isLeftOver({ at, kind }: BatchFailure, ending: number): boolean {
  return kind === 'answered' && at === ending + 1
}

function resultOf({ result }: BatchAnswer): QueryResult {
  if (result === null) throw ended()
  return result
}

function ended(): RuntimeError {
  return new RuntimeError(
    'usage',
    'The tenant’s transaction is over, so nothing more is run in it.',
    'Await every statement within the run.',
  )
}

function aborted(): RuntimeError {
  return new RuntimeError(
    'aborted',
    'The transaction was rolled back, because one of its statements had failed.',
    'Let the error of the statement leave the run, or use a savepoint around what may fail.',
  )
}
