import type { ClientBase, Pool } from 'pg'
import type { Statement } from '../events/index.ts'
import { type Changed, settingsAt } from './session-settings.ts'

/** Opens sessions for what is to be asked beside the application. */
export interface Sessions extends Pick<Pool, 'connect'> {
  /** The same for sessions of the same role on the same database. */
  readonly key: string
}

interface PgClient extends ClientBase {
  end(): Promise<void>
}

/** What is kept of a client, and for it. */
interface Session extends Changed {
  readonly like: Sessions
}

const sessions = new WeakMap<ClientBase, Session>()

/** Sessions like the one that was asked; null of a statement that went by another driver, or was never sent. */
export function sessionsLike(statement: Statement): Sessions | null {
  return (statement.session as Session | null)?.like ?? null
}

export interface Around {
  readonly before: readonly string[]
  readonly after: readonly string[]
}

const alone: Around = { before: [], after: [] }

/**
 * For the driver, when it gives a statement to a client.
 *
 * @param around texts that are sent with it, as a tenant's settings are
 */
export function askedBy(client: ClientBase, statement: Statement, { before, after }: Around = alone): void {
  const session = sessionOf(client)
  statement.session = session
  for (const text of before) settingsAt(session, text)
  statement.settings = settingsAt(session, statement.text, statement.shape.mayChangeSession)
  for (const text of after) settingsAt(session, text)
}

function sessionOf(client: ClientBase): Session {
  const found = sessions.get(client)
  if (found !== undefined) return found
  const made = { like: sessionsLikeIt(client), changes: null }
  sessions.set(client, made)
  return made
}

function sessionsLikeIt(client: ClientBase): Sessions {
  const {
    user,
    password,
    host,
    port,
    database,
    ssl,
    constructor: made,
    connectionParameters,
  } = client as unknown as Like
  const options = connectionParameters?.options
  const connect = async () => {
    const Client = made as new (config: object) => PgClient
    const session = new Client({ user, password, host, port, database, ssl, options })
    session.on('error', () => {})
    await session.connect()
    return Object.assign(session, { release: () => void session.end() })
  }
  const key = JSON.stringify([user, host, port, database, options])
  return { key, connect } as unknown as Sessions
}

/** What of a client is its own; what it was asked to start with is where its parameters are. */
type Like = Readonly<Record<'user' | 'password' | 'host' | 'port' | 'database' | 'ssl' | 'constructor', unknown>> & {
  readonly connectionParameters?: { readonly options?: string }
}
