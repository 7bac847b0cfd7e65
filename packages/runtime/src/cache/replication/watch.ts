import type { Pool } from 'pg'
import { RuntimeError } from '../../error.ts'
import { standing } from './slot.ts'
import type { Stream } from './stream.ts'

export interface WatchParts {
  readonly pool: Pool
  readonly stream: Stream
  readonly slot: string
  readonly checkMs: number
  /** Looks at the set-up again, which may be changed meanwhile. @throws RuntimeError where not all is heard any more */
  readonly checkSetUp: () => Promise<void>
  /** All that was committed when the server was last asked has been heard. */
  readonly caughtUp: () => void
  /** It has not, for as long as `checkMs`; or the server can't be asked. */
  readonly late: () => void
  readonly lag: (bytes: number | null) => void
  readonly lost: (error: RuntimeError) => void
}

/** Nothing at all came for as long as this, though it was asked for. */
const silentMs = 15_000
const setUpMs = 30_000

/**
 * Whether a stream is behind: again and again it asks the primary up to where its WAL is flushed, and the stream to tell
 * when it is there. What is not there by the next time is late, so that it is known within twice `checkMs`.
 */
export class Watch {
  /** What is to be reached; `asking` while the server is asked for it, `unknown` where it could not be asked. */
  #target: string | 'asking' | 'unknown' | null = null
  #stopped = false
  #timer: NodeJS.Timeout | undefined
  #setUpAt = performance.now()
  readonly #parts: WatchParts

  constructor(parts: WatchParts) {
    this.#parts = parts
    this.#check()
  }

  reach(lsn: string): void {
    // Sixteen hex digits are below both words.
    if (this.#target === null || lsn < this.#target) return
    this.#target = null
    this.#parts.caughtUp()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  #check(): void {
    const { stream, checkMs, late, lost } = this.#parts
    if (this.#target !== null) late()
    if (performance.now() - stream.heardAt > silentMs) lost(silent())
    if (this.#stopped) return
    this.#timer = setTimeout(() => this.#check(), checkMs).unref()
    if (this.#target !== 'asking') void this.#ask(this.#target !== null)
  }

  async #ask(isLate: boolean): Promise<void> {
    const { pool, slot, stream, checkSetUp, late, lag, lost } = this.#parts
    this.#target = 'asking'
    try {
      if (performance.now() - this.#setUpAt > setUpMs) {
        await checkSetUp()
        this.#setUpAt = performance.now()
      }
      const now = await standing(pool, slot, isLate)
      if (this.#stopped) return
      if (now.slot === null) throw gone()
      this.#target = now.flushed
      stream.ask()
      this.reach(stream.lsn)
      lag(now.slot.lagBytes)
    } catch (error) {
      if (this.#stopped) return
      if (error instanceof RuntimeError) return lost(error)
      this.#target = 'unknown'
      late()
    }
  }
}

function silent(): RuntimeError {
  return new RuntimeError('unavailable', `The server sent nothing for ${silentMs} ms.`, 'Look at the network.')
}

function gone(): RuntimeError {
  return new RuntimeError('unavailable', 'The slot is gone.', 'Look who dropped it, or whether the primary is another.')
}
