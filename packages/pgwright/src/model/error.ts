/** What went wrong, in the terms of what the caller can do about it. */
export type ErrorCode =
  | 'usage' // the command line or an option is wrong
  | 'connection' // no session with the server could be had
  | 'permission' // the role lacks a right that the work needs
  | 'unsupported' // a server version or an object that pgwright does not handle
  | 'missing-extension'
  | 'empty-workload'
  | 'bad-file' // a snapshot or a plan that can't be read
  | 'busy' // a lock, a port or a run that someone else holds
  | 'resources' // disk, memory or connections ran out
  | 'cancelled'
  | 'server' // the server refused a statement for another reason
  | 'internal'

/**
 * An error that a user can act on. `message` says in one sentence what failed and why, `hint` in one sentence what
 * to do next. Neither ever holds a password, a bind value or a literal from a user's query.
 */
export class PgwrightError extends Error {
  readonly code: ErrorCode
  readonly hint: string

  constructor(code: ErrorCode, message: string, hint: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'PgwrightError'
    this.code = code
    this.hint = hint
  }
}
