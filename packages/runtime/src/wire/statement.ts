/** A statement of the library's own. Its values are text, and of its answer only the first row is kept, as text. */
export interface OwnStatement {
  readonly text: string
  readonly values?: readonly (string | null)[]
  /** Prepared under it, once for each connection that keeps it; without one it is parsed anew every time. */
  readonly name?: string
  /** Whether this object is used again and again, so that its messages are worth keeping. */
  readonly constant?: boolean
  /** Prepared whatever is known of the session, and closed in the same breath. */
  readonly once?: boolean
}
