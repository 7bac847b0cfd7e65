/** One message of a server's log. */
export interface LogRecord {
  /** Tells sessions apart; the empty string where the log does not tell. */
  readonly session: string
  readonly role: string | null
  readonly database: string | null
  /** `LOG`, `ERROR`, … */
  readonly severity: string
  readonly message: string
  readonly detail: string | null
}

/** Puts records together from the lines of a log, which come one by one. */
export interface LogReader {
  /** The records that this line completes. */
  line(text: string): LogRecord | null
  /** The record that the end of the file completes. */
  end(): LogRecord | null
}
