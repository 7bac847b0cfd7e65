import type pg from 'pg'
import { sendCancel } from './cancel.ts'
import type { GuardedPool } from './guarded-pool.ts'
import type { ConnectOptions } from './request.ts'

export type QueryOptions = ConnectOptions

export async function queryWith<Row extends pg.QueryResultRow>(
  pool: GuardedPool,
  text: string,
  values: readonly unknown[],
  options: QueryOptions,
): Promise<pg.QueryResult<Row>> {
  const { signal } = options
  const client = await pool.connect(options)
  const cancel = () => sendCancel(client)
  try {
    signal?.throwIfAborted()
    signal?.addEventListener('abort', cancel, { once: true })
    return await client.query<Row>(text, [...values])
  } catch (error) {
    throw signal?.aborted ? signal.reason : error
  } finally {
    signal?.removeEventListener('abort', cancel)
    // A cancel that is still on its way would hit whoever has the connection next.
    client.release(signal?.aborted ?? false)
  }
}
