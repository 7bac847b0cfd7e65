import pg from 'pg'
import type { EmbeddedServer } from '../postgres/index.ts'

/**
 * The superuser must not run what a snapshot has put where PostgreSQL's own functions are looked for, and its path is
 * the snapshot's to set: the twin's role owns the database. What the client asks for at the start wins over that.
 */
const superuserOptions = '-c search_path=pg_catalog -c role=none'

/** A session on one of our own servers; the superuser's unless another role is named. */
export async function connect(server: EmbeddedServer, database: string, role?: string): Promise<pg.Client> {
  const options = role === undefined ? superuserOptions : ''
  const client = new pg.Client({ connectionString: server.url(database, role), options })
  client.on('error', () => {}) // a lost connection fails the statement that is under way, which is where it is told
  await client.connect()
  return client
}

export async function withClient<Result>(
  server: EmbeddedServer,
  database: string,
  work: (client: pg.Client) => Promise<Result>,
  role?: string,
): Promise<Result> {
  const client = await connect(server, database, role)
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
