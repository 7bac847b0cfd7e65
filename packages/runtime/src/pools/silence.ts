import { RuntimeError } from '../error.ts'
import { sendCancel } from './cancel.ts'
import { driverOf } from './driver.ts'

interface Seen {
  bytes: number
  since: number
}

/**
 * Finds connections that are awaited and say nothing: the server's machine is gone, or a firewall forgot them. A long
 * answer that comes piece by piece is not silent. Looking now and then costs a statement nothing.
 */
export class Silences {
  readonly #seen = new WeakMap<object, Seen>()
  readonly #timeoutMs: number

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs
  }

  /** Whether this one was given up. Its statement fails with RuntimeError `timeout`. */
  look(client: object, now: number): boolean {
    const driver = driverOf(client)
    const { stream } = driver.connection
    const bytes = stream.bytesRead ?? 0
    const seen = this.#seen.get(client)
    if (driver.readyForQuery === true) {
      this.#seen.delete(client)
      return false
    }
    if (seen === undefined || seen.bytes !== bytes) {
      this.#seen.set(client, { bytes, since: now })
      return false
    }
    if (now - seen.since < this.#timeoutMs) return false
    this.#seen.delete(client)
    // Where the server does live, what it does for nobody should end too.
    void sendCancel(client)
    stream.destroy(
      new RuntimeError(
        'timeout',
        `The server sent nothing for ${this.#timeoutMs} ms while a statement ran (silenceTimeoutMs).`,
        'Whether the statement was done is not known. See whether the server can still be reached, and what it waits for.',
      ),
    )
    return true
  }
}
