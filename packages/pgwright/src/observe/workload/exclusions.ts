import type { Excluded } from '../../model/index.ts'

/** A list that people read. */
const mostListed = 100

/** What was left out: each text once, and of one reason no more than people read, the rest as a number. */
export class Exclusions {
  readonly #listed = new Map<string, Excluded>()
  readonly #more = new Map<string, number>()
  readonly #perReason = new Map<string, number>()

  /** @param excluded.sql without literals; `…` where nothing can be shown, which is counted alone */
  add({ sql, reason, count = 1 }: Excluded): void {
    const key = JSON.stringify([sql, reason])
    const listed = this.#perReason.get(reason) ?? 0
    if (sql !== '…' && this.#listed.has(key)) return
    if (sql === '…' || listed >= mostListed) this.#more.set(reason, (this.#more.get(reason) ?? 0) + count)
    else {
      this.#listed.set(key, { sql, reason })
      this.#perReason.set(reason, listed + 1)
    }
  }

  list(): Excluded[] {
    const more = [...this.#more].map(([reason, count]) => ({ sql: '…', reason, ...(count > 1 ? { count } : {}) }))
    return [...this.#listed.values(), ...more]
  }
}
