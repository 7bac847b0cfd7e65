import type { Memory } from './memory.ts'

/** From which a process hears what others invalidate. */
type Source = 'redis' | 'listener' | 'replication'

/** While one of them can't be heard, nothing is given from memory for longer than a short time. */
export class Hearing {
  readonly #lost = new Set<Source>()
  readonly #memory: Memory
  readonly #blindTtlMs: number

  constructor(memory: Memory, blindTtlMs: number) {
    this.#memory = memory
    this.#blindTtlMs = blindTtlMs
  }

  has(source: Source): boolean {
    return !this.#lost.has(source)
  }

  lose(source: Source): void {
    this.#lost.add(source)
    this.#memory.cap(this.#blindTtlMs)
  }

  regain(source: Source): void {
    this.#lost.delete(source)
    if (this.#lost.size === 0) this.#memory.uncap()
  }
}
