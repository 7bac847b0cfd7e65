/** Waiters in the order in which they came, each of which can leave from the middle at once. */
export class WaitQueue<Waiter> {
  readonly #waiters = new Set<Waiter>()

  get size(): number {
    return this.#waiters.size
  }

  join(waiter: Waiter): void {
    this.#waiters.add(waiter)
  }

  /** Whether it was still waiting. */
  leave(waiter: Waiter): boolean {
    return this.#waiters.delete(waiter)
  }

  first(): Waiter | undefined {
    for (const waiter of this.#waiters) return waiter
    return undefined
  }

  /** All that wait, who wait no more. */
  clear(): Waiter[] {
    const all = [...this.#waiters]
    this.#waiters.clear()
    return all
  }
}
