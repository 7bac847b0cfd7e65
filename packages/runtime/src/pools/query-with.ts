import type pg from 'pg'
import { cancelUntil } from './cancel.ts'
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
  let answered = () => {}
  const answer = new Promise<void>((resolve) => {
    answered = resolve
  })
  const cancels: Promise<void>[] = []
  const cancel = () => void cancels.push(cancelUntil(client, answer))
  try {
    signal?.throwIfAborted()
    signal?.addEventListener('abort', cancel, { once: true })
    return await client.query<Row>(text, [...values])
  } catch (error) {
    throw signal?.aborted ? signal.reason : error
  } finally {
    answered()
    signal?.removeEventListener('abort', cancel)
    // A cancel that is still on its way would hit whoever has the connection next; and PgBouncer 1.18 can fall over one
    // whose connection is closed before it was passed on.
    if (cancels.length === 0) client.release(signal?.aborted ?? false)
    else Promise.all(cancels).then(() => client.release(true))
  }
}
