import { RuntimeError } from '../error.ts'
import type { Memory } from './memory.ts'
import type { Position } from './position.ts'

/**
 * Invalidations whose position in the WAL is still to be asked for. Their entries are dropped at once, and until they
 * are placed nothing with their tags is kept. Those that come while the server is being asked are placed together by the next question,
 * as the answer to this one may be older than they are.
 */
export class Unplaced {
  #tags = new Set<string>()
  #round: Promise<void> | null = null
  #timer: NodeJS.Timeout | undefined
  readonly #memory: Memory
  readonly #place: () => Promise<Position | null>
  readonly #placed: (tags: readonly string[], position: Position) => Promise<void>

  constructor(
    memory: Memory,
    place: () => Promise<Position | null>,
    placed: (tags: readonly string[], position: Position) => Promise<void>,
  ) {
    this.#memory = memory
    this.#place = place
    this.#placed = placed
  }

  /** @throws RuntimeError `unavailable`; it is tried again by itself */
  add(tags: readonly string[]): Promise<void> {
    if (tags.length === 0) return Promise.resolve()
    const added = tags.filter((tag) => !this.#tags.has(tag))
    for (const tag of added) this.#tags.add(tag)
    this.#memory.owe(added)
    const before = this.#round ?? Promise.resolve()
    return this.#settle(before)
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  async #settle(before: Promise<void>): Promise<void> {
    await before.catch(() => {})
    // Another one that waited too has taken these along.
    this.#round ??= this.#run().finally(() => {
      this.#round = null
    })
    await this.#round
  }

  async #run(): Promise<void> {
    const tags = [...this.#tags]
    if (tags.length === 0) return
    this.#tags.clear()
    let position: Position | null
    try {
      position = await this.#place()
    } catch (cause) {
      // Some may have been added again meanwhile: they are owed twice then, and placed once.
      this.#memory.settle(tags.filter((tag) => this.#tags.has(tag)))
      for (const tag of tags) this.#tags.add(tag)
      this.#again()
      throw unavailable(cause)
    }
    if (position !== null) await this.#placed(tags, position)
    this.#memory.settle(tags)
  }

  #again(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#settle(Promise.resolve()).catch(() => {}), 500).unref()
  }
}

function unavailable(cause: unknown): RuntimeError {
  return new RuntimeError(
    'unavailable',
    'The primary could not be asked where its WAL is, so that what is to be invalidated has no place in it yet.',
    'What has these tags was dropped here and is not kept until the server answers; others are told then.',
    { cause },
  )
}
