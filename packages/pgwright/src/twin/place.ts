import { randomBytes } from 'node:crypto'
import type { Gap, Snapshot } from '../model/index.ts'
import { availableMajor } from '../postgres/index.ts'
import { createPlace } from './build.ts'
import { startTwinServer, type TwinServer } from './server.ts'
import { TwinSessions } from './sessions.ts'
import { dropTablespaces } from './tablespaces.ts'
import { watchSessions } from './watch-sessions.ts'

export interface PlaceOptions {
  /** A running server to build on, which outlives it; else one of its own is started. */
  readonly server?: TwinServer
  /** The major to plan on. Default: the source's. Where it is not installed, the nearest one is taken: a gap. */
  readonly major?: number
  /**
   * The longest that one statement may be built or planned; within two and a half times as long its session is ended.
   * Default: 60000.
   */
  readonly statementTimeoutMs?: number
  /** Given, the twin is not built to its end, and nothing is left of it. Afterwards it has no effect. */
  readonly signal?: AbortSignal
}

const defaultStatementTimeoutMs = 60_000

/** An empty database of the source's locale and major, that belongs to a role of its own. Must be released. */
export interface Place {
  readonly server: TwinServer
  readonly sessions: TwinSessions
  readonly database: string
  /** No superuser. Named like its database: no role of the source is called so. */
  readonly role: string
  readonly gaps: readonly Gap[]
  /** @throws PgwrightError `cancelled` once the signal has been given */
  throwIfCancelled(): void
  release(): Promise<void>
}

/** @throws PgwrightError `unsupported` where no server can be started; `cancelled` once the signal is given */
export async function openPlace(snapshot: Snapshot, options: PlaceOptions): Promise<Place> {
  const wanted = options.major ?? snapshot.server.major
  const { major, hint } =
    options.server?.major === wanted ? { major: wanted, hint: null } : await availableMajor(wanted)
  const server = options.server ?? (await startTwinServer(major))
  const database = `twin_${randomBytes(6).toString('hex')}`
  const role = database
  const sessions = new TwinSessions(server, database, role)
  const statementTimeoutMs = options.statementTimeoutMs ?? defaultStatementTimeoutMs
  const watch = watchSessions(server, role, statementTimeoutMs, options.signal)
  const release = async () => {
    watch.stop()
    await sessions.close()
    if (options.server === undefined) await server.stop()
    else await dropDatabase(server, database, role)
  }
  try {
    watch.throwIfCancelled()
    const gaps = await createPlace(server, snapshot, { database, role, statementTimeoutMs })
    await sessions.open()
    const all = [...otherMajor(snapshot, server.major, wanted, hint), ...gaps]
    return { server, sessions, database, role, gaps: all, throwIfCancelled: watch.throwIfCancelled, release }
  } catch (error) {
    await release()
    watch.throwIfCancelled()
    throw error
  }
}

/** Roles are the server's: those of the source stay for the next twin, ours goes. */
async function dropDatabase({ admin }: TwinServer, database: string, role: string): Promise<void> {
  await admin.query(`drop database if exists ${database} with (force)`)
  await dropTablespaces(admin, database)
  await admin.query(`drop role if exists ${role}`)
}

/** Where the twin is of another major, by wish or because the source's is not installed. */
function otherMajor({ server }: Snapshot, major: number, wanted: number, hint: string | null): Gap[] {
  if (major === wanted) return []
  const reason = `PostgreSQL ${wanted} is not installed here, and the twin is ${major}. ${hint ?? ''}`.trim()
  const effect = `plans and costs are those of ${major} and can differ from ${server.major === wanted ? "the source's" : wanted}`
  return [{ object: 'server', reason, effect }]
}
