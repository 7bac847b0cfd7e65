import type { ClientBase, QueryConfig, QueryResult } from 'pg'
import { RuntimeError } from '../error.ts'
import { type BoundConnection, Recording, type WireConnection } from './connection.ts'
import { type InnerQuery, innerQuery, isServerError, type TransactionStatus, transactionStatus } from './driver.ts'
import { keepsStatements } from './session-kind.ts'
import type { OwnStatement } from './statement.ts'

export interface BatchRequest {
  readonly before: readonly OwnStatement[]
  readonly query?: QueryConfig
  readonly after: readonly OwnStatement[]
  /** What the connection must be in when the batch's turn has come: a transaction may be one that failed. */
  readonly expected: 'idle' | 'transaction' | 'any'
  /** Not told to who watches the driver's queries. */
  readonly isUnseen?: boolean
}

export interface BatchAnswer {
  /** Of `query`; null where there is none, or where it did not come to its end. */
  readonly result: QueryResult | null
  /** The first error; all statements after it were not run. */
  readonly failure: BatchFailure | null
  /** Command tags of all that ran, in order, such as `COMMIT` or `SELECT 1`. */
  readonly tags: readonly string[]
  /** The first row of each of the library's own statements, by its place in the batch. */
  readonly rows: ReadonlyMap<number, readonly (string | null)[]>
  /** After the whole; null after an error, when the server has not told it yet. */
  readonly status: TransactionStatus | null
}

export interface BatchFailure {
  readonly error: Error
  /** Place of the statement that failed, counted from 0 in the order of the batch. */
  readonly at: number
  /**
   * `unsent`: a value can't be sent, so nothing was. `answered`: the server told of it, or everything ran and a row
   * can't be read. `lost`: nothing is known of the connection any more.
   */
  readonly kind: 'unsent' | 'answered' | 'lost'
}

/**
 * Sends several statements in one round trip, with one Sync at their end: after an error the server skips all that
 * follows, so none can ever run without those before it. Each message holds one statement. Never rejects.
 */
export function sendBatch(client: ClientBase, request: BatchRequest): Promise<BatchAnswer> {
  return new Promise((resolve) => {
    // Left to the driver's queue: it is submitted when all before it is answered.
    client.query(new Batch(client, request, resolve) as never)
  })
}

/** What `pg` knows as a query: it hands the connection to `submit`, and each of the server's messages to `handle…`. */
class Batch {
  readonly #client: ClientBase
  readonly #request: BatchRequest
  readonly #query: InnerQuery | null
  readonly #tags: string[] = []
  readonly #rows = new Map<number, readonly (string | null)[]>()
  readonly #resolve: (answer: BatchAnswer) => void
  #recording: Recording | null = null
  #result: QueryResult | null = null
  #rowError: Error | null = null
  #unsent: Error | null = null
  /** The driver calls it, or wraps it, for its `query_timeout`; the result is for who watches the driver's queries. */
  callback: (error: Error | null, result?: QueryResult | null) => void
  /** For who watches the driver's queries. */
  readonly text: string | undefined
  readonly values: unknown[] | undefined
  /** The driver reads it from here, and else from the client's configuration. */
  readonly query_timeout: number | undefined

  constructor(client: ClientBase, request: BatchRequest, resolve: (answer: BatchAnswer) => void) {
    this.#client = client
    this.#request = request
    this.#resolve = resolve
    const first = request.query ?? request.before[0] ?? request.after[0]
    this.text = request.isUnseen ? undefined : (first?.text ?? '')
    this.values = request.query?.values
    this.query_timeout = (request.query as { readonly query_timeout?: number } | undefined)?.query_timeout
    this.#query =
      request.query === undefined
        ? null
        : innerQuery(client, request.query, (error, result) => {
            if (error) this.#rowError = error
            else this.#result = result ?? null
          })
    this.callback = (error) => this.#finish(error)
  }

  /** What else goes with it, for who follows the session's settings. */
  get around(): { readonly before: readonly string[]; readonly after: readonly string[] } {
    const { before, after } = this.#request
    return { before: before.map(({ text }) => text), after: after.map(({ text }) => text) }
  }

  /** The driver gives the client's type parsers to it. */
  get _result(): unknown {
    return this.#query?._result
  }

  submit(connection: BoundConnection): Error | null {
    const status = transactionStatus(this.#client)
    const { before, after, expected } = this.#request
    if (expected !== 'any' && (status === 'I') !== (expected === 'idle')) return outOfStep(expected)
    const recording = Recording.of(connection, keepsStatements(this.#client))
    for (const statement of before) recording.add(statement)
    if (this.#query !== null) {
      const refused = this.#query.submit(recording.facade)
      // A value that can't be sent is told of through the query's own callback.
      this.#unsent = refused ?? this.#rowError
      if (this.#unsent !== null) {
        recording.end()
        return this.#unsent
      }
    }
    for (const statement of after) recording.add(statement)
    this.#recording = recording
    recording.send()
    return null
  }

  handleRowDescription(message: unknown): void {
    this.#query?.handleRowDescription(message)
  }

  handleDataRow(message: { readonly fields: readonly (string | null)[] }): void {
    if (this.#isQuery()) this.#query?.handleDataRow(message)
    else if (!this.#rows.has(this.#tags.length)) this.#rows.set(this.#tags.length, message.fields)
  }

  handleCommandComplete(message: { readonly text: string }, connection: WireConnection): void {
    if (this.#isQuery()) this.#query?.handleCommandComplete(message, connection)
    this.#tags.push(message.text)
  }

  handleEmptyQuery(connection: WireConnection): void {
    if (this.#isQuery()) this.#query?.handleEmptyQuery(connection)
    this.#tags.push('')
  }

  handlePortalSuspended(): void {}

  /** The server now waits for data, in the midst of a batch: there is no way back to the order of its messages. */
  handleCopyInResponse(): void {
    this.callback(
      new RuntimeError('usage', 'COPY FROM STDIN can’t be run as a query.', 'Insert the rows, or use pg-copy-streams.'),
    )
  }

  handleCopyData(): void {}

  handleReadyForQuery(connection: WireConnection): void {
    this.#query?.handleReadyForQuery(connection)
    this.callback(this.#rowError, this.#result)
  }

  handleError(error: Error, connection: WireConnection): void {
    // It came to its end, whatever befell the library's own statements after it.
    if (this.#tags.length > this.#request.before.length) this.#query?.handleReadyForQuery(connection)
    this.callback(error)
  }

  #isQuery(): boolean {
    return this.#query !== null && this.#tags.length === this.#request.before.length
  }

  #finish(error: Error | null): void {
    this.#recording?.end()
    const failure = error === null ? null : { error, at: this.#tags.length, kind: this.#kindOf(error) }
    const status = error === null || error === this.#rowError ? transactionStatus(this.#client) : null
    this.#resolve({ result: this.#result, failure, tags: this.#tags, rows: this.#rows, status })
  }

  #kindOf(error: Error): BatchFailure['kind'] {
    if (error === this.#unsent) return 'unsent'
    return error === this.#rowError || isServerError(error) ? 'answered' : 'lost'
  }
}

function outOfStep(expected: BatchRequest['expected']): RuntimeError {
  return expected === 'idle'
    ? new RuntimeError(
        'usage',
        'The pool gave a connection on which a transaction is open.',
        'Find the code that returns a connection without commit or rollback.',
      )
    : new RuntimeError(
        'usage',
        'The transaction has already ended, so nothing more is run on its connection.',
        'Leave commit and rollback to the library.',
      )
}
