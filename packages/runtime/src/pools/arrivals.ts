const windowSeconds = 10
const kept = 64

/** Requests for a connection: since the start, and the busiest ten seconds, for which a pool has to be sized. */
export class Arrivals {
  readonly #started: number
  readonly #seconds = new Float64Array(kept)
  #second = 0
  #total = 0
  #peakInWindow = 0

  /** `now` in milliseconds, of a clock that never goes back. */
  constructor(now: number) {
    this.#started = now
  }

  record(now: number): void {
    const second = Math.floor((now - this.#started) / 1000)
    if (second !== this.#second) this.#advance(second)
    this.#seconds[second % kept] = (this.#seconds[second % kept] ?? 0) + 1
    this.#total += 1
  }

  #advance(to: number): void {
    this.#peakInWindow = Math.max(this.#peakInWindow, this.#lastWindow())
    for (let second = Math.max(this.#second + 1, to - kept + 1); second <= to; second++) {
      this.#seconds[second % kept] = 0
      this.#second = second
      this.#peakInWindow = Math.max(this.#peakInWindow, this.#lastWindow())
    }
    this.#second = to
  }

  #lastWindow(): number {
    let sum = 0
    for (let back = 0; back < windowSeconds && back <= this.#second; back++)
      sum += this.#seconds[(this.#second - back) % kept] ?? 0
    return sum
  }

  /** A second, in the mean since the start and in the busiest ten seconds of it. */
  rates(now: number): { readonly mean: number; readonly peak: number } {
    const seconds = Math.max(1, (now - this.#started) / 1000)
    const peak = Math.max(this.#peakInWindow, this.#lastWindow())
    return { mean: this.#total / seconds, peak: peak / Math.min(windowSeconds, seconds) }
  }
}
