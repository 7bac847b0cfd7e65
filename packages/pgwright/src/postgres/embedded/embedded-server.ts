/** A PostgreSQL of our own, gone with its data once it is stopped or this process has ended in whatever way. */
export interface EmbeddedServer {
  readonly major: number
  /** `PGDATA`. */
  readonly dataFolder: string
  readonly port: number
  /** Of the postmaster. */
  readonly processId: number
  /** The superuser's. `url` uses it for every role, so a role that is to log in gets the same. */
  readonly password: string
  url(database?: string, user?: string): string
  /** Ends the server and removes its data. May be called again. */
  stop(): Promise<void>
}
