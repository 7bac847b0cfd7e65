import type { Memory } from '../memory.ts'
import type { Position } from '../position.ts'
import { type Snapshot, sees } from '../snapshot.ts'

export interface UnseenParts {
  readonly memory: Memory
  /** What can be seen now, and from which position on every read sees it. */
  readonly look: () => Promise<{ readonly position: Position | null; readonly snapshot: Snapshot }>
  readonly invalidate: (tags: readonly string[], position: Position) => Promise<void>
}

interface Heard {
  readonly xid: number
  /** Null where they can be told only when the transaction is seen. */
  readonly owed: readonly string[] | null
  readonly tags: () => Promise<readonly string[]>
}

const maxHeard = 10_000

/**
 * Transactions whose COMMIT was heard. It is in the WAL before others see what it did: by a moment, or for as long as a
 * synchronous standby takes to answer. A read within that time gives what was before though it began behind the COMMIT's
 * position. So its tags are owed at once, and invalidated by a position that is taken when the transaction can be seen.
 */
export class Unseen {
  readonly #heard = new Set<Heard>()
  #running = false
  #failing = false
  #pauseMs = 0
  #timer: NodeJS.Timeout | undefined
  #closed = false
  readonly #parts: UnseenParts

  constructor(parts: UnseenParts) {
    this.#parts = parts
  }

  /**
   * @param tags is asked when the transaction is seen, unless `owed` tells them already
   * @returns false where there are too many: all are forgotten then, as after a gap
   */
  add(xid: number, owed: readonly string[] | null, tags: () => Promise<readonly string[]>): boolean {
    if (this.#closed || owed?.length === 0) return true
    if (this.#heard.size >= maxHeard) {
      for (const one of this.#heard) this.#forget(one)
      return false
    }
    if (owed !== null) this.#parts.memory.owe(owed)
    this.#heard.add({ xid, owed, tags })
    if (!this.#failing) this.#pauseMs = 0
    this.#again()
    return true
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
  }

  async #run(): Promise<void> {
    const { look, invalidate } = this.#parts
    this.#running = true
    const heard = [...this.#heard]
    try {
      const { position, snapshot } = await look()
      const seen = heard.filter(({ xid }) => sees(snapshot, xid))
      const tags = new Set<string>()
      for (const one of seen) for (const tag of one.owed ?? (await one.tags())) tags.add(tag)
      if (position !== null) await invalidate([...tags], position)
      for (const one of seen) this.#forget(one)
      this.#pauseMs = seen.length > 0 ? 0 : Math.min(Math.max(this.#pauseMs * 2, 2), 200)
      this.#failing = false
    } catch {
      // The server does not answer: what is owed is not kept until it does.
      this.#pauseMs = 500
      this.#failing = true
    }
    this.#running = false
    this.#again()
  }

  #forget(one: Heard): void {
    if (this.#heard.delete(one) && one.owed !== null) this.#parts.memory.settle(one.owed)
  }

  #again(): void {
    if (this.#running || this.#closed || this.#heard.size === 0) return
    clearTimeout(this.#timer)
    if (this.#pauseMs === 0) void this.#run()
    else this.#timer = setTimeout(() => void this.#run(), this.#pauseMs).unref()
  }
}
