import type { Pool, PoolClient } from 'pg'

/** A connection that is checked out and breaks throws where nobody hears it, and takes the process along. */
export async function lease(pool: Pool): Promise<{ readonly client: PoolClient; release(broken: boolean): void }> {
  const client = await pool.connect()
  const heard = () => {}
  client.on('error', heard)
  return {
    client,
    release(broken) {
      // One that is destroyed may still say that its end was unexpected.
      if (!broken) client.off('error', heard)
      client.release(broken)
    },
  }
}

/** @throws what `ask` throws; its connection is not used again then */
export async function leased<Result>(pool: Pool, ask: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const { client, release } = await lease(pool)
  let result: Result
  try {
    result = await ask(client)
  } catch (error) {
    release(true)
    throw error
  }
  release(false)
  return result
}
