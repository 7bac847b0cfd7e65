import type pg from 'pg'
import type { ClientBase } from 'pg'
import { connect } from './connection.ts'
import type { TwinServer } from './server.ts'

/** A superuser's session, and those of the twin's own role, in which whatever text the snapshot brings is read. */
export interface Sessions {
  readonly owner: ClientBase
  readonly builder: ClientBase
  /** Another one like the builder, where there is one, for what can be made at the same time. */
  readonly secondBuilder?: ClientBase
}

export function buildersOf({ builder, secondBuilder }: Sessions): ClientBase[] {
  return secondBuilder === undefined ? [builder] : [builder, secondBuilder]
}

/** The sessions of a twin, which last as long as it does unless its database must move. */
export class TwinSessions implements Sessions {
  readonly #server: TwinServer
  readonly #database: string
  readonly #role: string
  #open: pg.Client[] = []

  /** @param role the twin's own */
  constructor(server: TwinServer, database: string, role: string) {
    this.#server = server
    this.#database = database
    this.#role = role
  }

  async open(): Promise<void> {
    const roles = [undefined, this.#role, this.#role]
    const opening = roles.map((role) => connect(this.#server, this.#database, role))
    // All of them, so that those that opened beside a failure are ended too.
    const opened = await Promise.allSettled(opening)
    this.#open = opened.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
    await Promise.all(opening)
  }

  get owner(): pg.Client {
    return this.#session(0)
  }

  get builder(): pg.Client {
    return this.#session(1)
  }

  /** Until there is something to plan. */
  get secondBuilder(): pg.Client {
    return this.planner
  }

  /** Plans, as whoever runs the statement on the source. */
  get planner(): pg.Client {
    return this.#session(2)
  }

  /** Undoes whatever the sessions have set, and a function of the snapshot in them. */
  async reset(): Promise<void> {
    await Promise.all(this.#open.map((session) => session.query('discard all')))
  }

  async close(): Promise<void> {
    const open = this.#open
    this.#open = []
    await Promise.all(open.map((session) => session.end().catch(() => {})))
  }

  #session(place: number): pg.Client {
    const session = this.#open[place]
    if (session === undefined) throw new Error('The sessions of the twin are not open.')
    return session
  }
}
