import type pg from 'pg'
import { RuntimeError } from '../error.ts'
import type { Queryable } from '../queryable.ts'
import { isClient } from './session.ts'

export interface StreamOptions {
  /** Rows that are fetched at a time, and held in memory. Default 1,000. */
  readonly batchSize?: number
  /** Ends the query on the server and throws the signal's reason. */
  readonly signal?: AbortSignal
}

/**
 * The rows of a query, one after the other, fetched by a cursor as they are used: a result of any size needs the memory
 * of one batch. The connection is held until the last row, an error, an abort, or the end of the loop by `break`.
 * @throws RuntimeError `usage` without the peer `pg-cursor`; the signal's reason; errors of PostgreSQL as they are, such
 *   as 57014 where the loop takes longer than `statement_timeout`
 */
export async function* stream<Row extends object = Record<string, unknown>>(
  queryable: Queryable,
  text: string,
  values: readonly unknown[] = [],
  options: StreamOptions = {},
): AsyncGenerator<Row, void, undefined> {
  const { batchSize = 1_000, signal } = options
  if (!Number.isInteger(batchSize) || batchSize < 1)
    throw new RuntimeError('usage', '`batchSize` must be a whole number of at least 1.', 'Leave it out for 1,000.')
  signal?.throwIfAborted()
  const Cursor = await loadCursor()
  const lease = await takeClient(queryable)
  const cursor = lease.client.query(new Cursor<Row>(text, [...values]))
  const aborted = whenAborted(signal)
  let atEnd = false
  try {
    while (!atEnd) {
      signal?.throwIfAborted()
      const rows = await Promise.race([cursor.read(batchSize), aborted.promise])
      atEnd = rows.length < batchSize
      yield* rows
    }
  } finally {
    aborted.forget()
    if (signal?.aborted === true) await lease.abandon(() => cursor.close())
    else await lease.giveBack(() => cursor.close())
  }
}

interface Cursor<Row> extends pg.Submittable {
  read(rows: number): Promise<Row[]>
  close(): Promise<void>
}
type CursorClass = new <Row>(text: string, values: unknown[]) => Cursor<Row>

async function loadCursor(): Promise<CursorClass> {
  try {
    return (await import('pg-cursor')).default
  } catch (error) {
    throw new RuntimeError('usage', 'Streams need pg-cursor, which is not installed.', 'npm install pg-cursor', {
      cause: error,
    })
  }
}

interface Lease {
  readonly client: pg.ClientBase
  giveBack(close: () => Promise<void>): Promise<void>
  /** What the server still does for the client is ended with the connection, where it is the pool's. */
  abandon(close: () => Promise<void>): Promise<void>
}

async function takeClient(queryable: Queryable): Promise<Lease> {
  if (isClient(queryable)) return { client: queryable, giveBack: (close) => close(), abandon: (close) => close() }
  const pool = queryable
  const client = await pool.connect()
  let lost: Error | undefined
  const onError = (error: Error) => {
    lost = error
  }
  client.on('error', onError)
  const giveBack = async (close: () => Promise<void>) => {
    // On a lost connection nothing would ever answer.
    if (lost === undefined) await close()
    client.removeListener('error', onError)
    client.release(lost)
  }
  const abandon = async () => {
    const { processID } = client as unknown as { readonly processID: number | null }
    client.removeListener('error', onError)
    client.on('error', () => {})
    client.release(true)
    // By name of the process: a late cancel can't meet the next user of a connection that is no more.
    await pool.query('select pg_cancel_backend($1)', [processID]).catch(() => {})
  }
  return { client, giveBack, abandon }
}

function whenAborted(signal: AbortSignal | undefined) {
  let onAbort = () => {}
  const promise = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal?.reason)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
  // It may come between two reads, where the loop sees it by itself.
  promise.catch(() => {})
  return { promise, forget: () => signal?.removeEventListener('abort', onAbort) }
}
