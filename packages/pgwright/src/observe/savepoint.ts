import type { ClientBase } from 'pg'

/** Runs `work` so that a statement that the server refuses does not end the transaction around it. */
export async function inSavepoint<Result>(client: ClientBase, work: () => Promise<Result>): Promise<Result> {
  await client.query('savepoint pgwright')
  try {
    const result = await work()
    await client.query('release savepoint pgwright')
    return result
  } catch (error) {
    await undo(client)
    throw error
  }
}

/** Runs `work`, then takes back every `set local` and every lock that came with it. */
export async function inSavepointUndone<Result>(client: ClientBase, work: () => Promise<Result>): Promise<Result> {
  await client.query('savepoint pgwright')
  try {
    return await work()
  } finally {
    await undo(client)
  }
}

/**
 * Tried twice: a `statement_timeout` that `work` has set holds until it is rolled back, and on a busy machine can strike
 * in the middle of this. On a lost connection both fail, which must not hide why the connection was lost.
 */
async function undo(client: ClientBase): Promise<void> {
  const sql = 'rollback to savepoint pgwright; release savepoint pgwright'
  await client.query(sql).catch(() => client.query(sql).catch(() => undefined))
}
