/** A pool of connections that the project says an application keeps: a server can't see how large it may grow. */
export interface DeclaredPool {
  /** The `application_name` of its sessions. */
  readonly application: string
  /** The most connections that one instance opens. */
  readonly size: number
  /** Processes that have such a pool each. */
  readonly instances: number
  /** The role that it connects as; absent where nobody said. */
  readonly role?: string | undefined
  /** Absent: the database that is inspected. */
  readonly database?: string | undefined
}
