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
