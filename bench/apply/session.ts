import type { Client } from 'pg'
import { connectWriter, parseTarget } from '../../packages/pgwright/src/postgres/index.ts'

/** A session with no limits of its own, as an application has it. What becomes of it is seen by its next statement. */
export async function openSession(url: string): Promise<Client> {
  return connectWriter(parseTarget(url), { lockTimeoutMs: 0, idleInTransactionTimeoutMs: 0 })
}

export async function withSession<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = await openSession(url)
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}
