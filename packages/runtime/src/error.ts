export type RuntimeErrorCode =
  /** The caller asked for what can't be: an unknown column, a wrong type, an option out of range. */
  | 'usage'
  /** A cursor or token that this application did not make, or not with this key. */
  | 'forged'
  /** Nothing came within the time that was given: a connection of the pool, a lock, a replica. */
  | 'timeout'
  /** The server can't be reached, or is known to be down. */
  | 'unavailable'
  /** No tenant is set where one must be. */
  | 'no-tenant'
  /** Tenants are not proved to be isolated from each other. */
  | 'open'
  /** The server rolled a transaction back that was to be committed. */
  | 'aborted'

/** What failed and why is the message; what to do next the hint. Neither holds a value of a row or a parameter. */
export class RuntimeError extends Error {
  override readonly name = 'RuntimeError'
  readonly code: RuntimeErrorCode
  readonly hint: string

  constructor(code: RuntimeErrorCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.hint = hint
  }
}
