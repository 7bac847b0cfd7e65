import type pg from 'pg'
import { RuntimeError } from '../error.ts'
import type { Queryable } from '../queryable.ts'

/** Runs `work` in a transaction, the caller's own where the client is in one, which is then the caller's to end. */
export async function inTransaction<Result>(
  queryable: Queryable,
  work: (client: pg.ClientBase) => Promise<Result>,
): Promise<Result> {
  if (!isClient(queryable)) return onClient(queryable, (client) => transact(client, work))
  // Versions of pg without it can't tell whether a commit would end what the caller began.
  const status = queryable.getTransactionStatus?.() ?? null
  if (status === null)
    throw new RuntimeError(
      'usage',
      'This client does not tell whether it is in a transaction.',
      'Connect it first and use pg 8.21 or later, or give the pool.',
    )
  return status === 'I' ? transact(queryable, work) : work(queryable)
}

async function transact<Result>(client: pg.ClientBase, work: (client: pg.ClientBase) => Promise<Result>) {
  await client.query('begin')
  try {
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

/** With the client itself, or one of the pool. */
export function onClientOf<Result>(queryable: Queryable, work: (client: pg.ClientBase) => Promise<Result>) {
  return isClient(queryable) ? work(queryable) : onClient(queryable, work)
}

/** With a client of the pool, which is given back, or thrown away where its connection is lost. */
async function onClient<Result>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<Result>) {
  const client = await pool.connect()
  let lost: Error | undefined
  // The query that waits fails too; without a listener the process would end.
  const onError = (error: Error) => {
    lost = error
  }
  client.on('error', onError)
  try {
    return await work(client)
  } finally {
    client.removeListener('error', onError)
    client.release(lost)
  }
}

export function isClient(queryable: Queryable): queryable is pg.ClientBase {
  return 'escapeIdentifier' in queryable
}
