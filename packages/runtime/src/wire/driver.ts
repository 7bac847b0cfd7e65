import type { ClientBase, QueryConfig, QueryResult } from 'pg'
import { RuntimeError } from '../error.ts'
import type { WireConnection } from './connection.ts'

/** Idle, within a transaction, within one that failed. */
export type TransactionStatus = 'I' | 'T' | 'E'

/** The driver's own query, which turns values into text and rows into objects. */
export interface InnerQuery {
  readonly _result: unknown
  submit(connection: WireConnection): Error | null
  handleRowDescription(message: unknown): void
  handleDataRow(message: unknown): void
  handleCommandComplete(message: unknown, connection: WireConnection): void
  handleEmptyQuery(connection: WireConnection): void
  handleReadyForQuery(connection: WireConnection): void
}

type InnerCallback = (error: Error | null, result?: QueryResult) => void
type QueryClass = new (config: QueryConfig, values: undefined, callback: InnerCallback) => InnerQuery

/** Taken from the client's own class: an application may have more than one copy of the driver. */
export function innerQuery(client: ClientBase, config: QueryConfig, callback: InnerCallback): InnerQuery {
  const { Query } = client.constructor as { Query?: QueryClass }
  if (Query === undefined) throw unfit()
  // One statement in each message: a text of several could end the transaction and go on outside of it.
  return new Query({ ...config, queryMode: 'extended' } as QueryConfig, undefined, callback)
}

/** @throws RuntimeError `usage` where the client is not one whose messages can be written in a batch. */
export function requireFit(client: ClientBase): void {
  const { connection, pipeline } = client as ClientBase & { readonly connection?: unknown; readonly pipeline?: boolean }
  const tellsStatus = typeof client.getTransactionStatus === 'function'
  if (connection === undefined || !tellsStatus || !('Query' in client.constructor) || pipeline === true) throw unfit()
}

export function transactionStatus(client: ClientBase): TransactionStatus | null {
  return client.getTransactionStatus()
}

/** What the server reported, be it its last words: the severity is in the server's own language. */
export function isServerError(error: unknown): boolean {
  return error instanceof Error && 'severity' in error && 'code' in error
}

function unfit(): RuntimeError {
  return new RuntimeError(
    'usage',
    'The pool’s clients can’t send statements in a batch.',
    'Use a Pool of pg 8.20 or later, neither pg-native nor with `pipeline: true`.',
  )
}
