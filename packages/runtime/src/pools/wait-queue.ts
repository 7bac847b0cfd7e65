/** Node takes what is longer for one millisecond. */
const longestTimerMs = 2 ** 31 - 1

/** Where one waits, to leave from there. */
export interface Place<Waiter> {
  readonly waiter: Waiter
  /** Of `performance.now()`. */
  readonly until: number
  isLeft: boolean
  before: Place<Waiter> | null
  after: Place<Waiter> | null
}

/**
 * Waiters in the order in which they came, each of which can leave from the middle at once, or is told that it is late.
 * All have one timer together, which stays when its waiter is served: a timer for each would cost more than the waiting.
 */
export class WaitQueue<Waiter> {
  readonly #late: (waiter: Waiter, now: number) => void
  #first: Place<Waiter> | null = null
  #last: Place<Waiter> | null = null
  #size = 0
  #timer: NodeJS.Timeout | null = null
  #wakesAt = Number.POSITIVE_INFINITY

  /** @param late of one that has left, since its time was over */
  constructor(late: (waiter: Waiter, now: number) => void) {
    this.#late = late
  }

  get size(): number {
    return this.#size
  }

  join(waiter: Waiter, now: number, timeoutMs: number): Place<Waiter> {
    const place = { waiter, until: now + timeoutMs, isLeft: false, before: this.#last, after: null }
    if (this.#last === null) this.#first = place
    else this.#last.after = place
    this.#last = place
    this.#size += 1
    if (place.until < this.#wakesAt) this.#wakeAt(place.until, now)
    else if (this.#size === 1) this.#timer?.ref()
    return place
  }

  /** Whether it was still waiting. */
  leave(place: Place<Waiter>): boolean {
    if (place.isLeft) return false
    place.isLeft = true
    const { before, after } = place
    if (before === null) this.#first = after
    else before.after = after
    if (after === null) this.#last = before
    else after.before = before
    // One that is old in memory would keep all that came after it from being collected while young.
    place.before = null
    place.after = null
    this.#size -= 1
    // The process need not live on for a timer that nobody waits for.
    if (this.#size === 0) this.#timer?.unref()
    return true
  }

  /** Who came first, who waits no more. */
  take(): Waiter | undefined {
    const place = this.#first
    if (place === null) return undefined
    this.leave(place)
    return place.waiter
  }

  /** All that wait, who wait no more. */
  clear(): Waiter[] {
    const all: Waiter[] = []
    for (let waiter = this.take(); waiter !== undefined; waiter = this.take()) all.push(waiter)
    return all
  }

  #wakeAt(until: number, now: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#wakesAt = until
    const delayMs = Math.min(longestTimerMs, Math.max(1, Math.ceil(until - now)))
    this.#timer = setTimeout(() => this.#wake(), delayMs)
  }

  #wake(): void {
    this.#timer = null
    this.#wakesAt = Number.POSITIVE_INFINITY
    const now = performance.now()
    let next = Number.POSITIVE_INFINITY
    const late: Place<Waiter>[] = []
    for (let place = this.#first; place !== null; place = place.after) {
      if (place.until <= now) late.push(place)
      else next = Math.min(next, place.until)
    }
    if (next < Number.POSITIVE_INFINITY) this.#wakeAt(next, now)
    for (const place of late) if (this.leave(place)) this.#late(place.waiter, now)
  }
}
