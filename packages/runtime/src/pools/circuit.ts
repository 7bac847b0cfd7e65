export type CircuitState = 'closed' | 'open' | 'half-open'

export interface CircuitOptions {
  /** Failed connections in a row that open it. Default: 5. */
  readonly failures?: number
  /** How long it stays open the first time; each failed probe doubles it. Default: 500. */
  readonly openMs?: number
  /** Default: 30 000. */
  readonly maxOpenMs?: number
}

/**
 * Keeps requests from waiting, one after another, for a server that is down. While it is open nobody tries; after
 * that one request does (the probe), and the others don't wait for it.
 */
export class Circuit {
  readonly #options: Required<CircuitOptions>
  readonly #random: () => number
  #failures = 0
  #openedTimes = 0
  #probeFrom = 0
  #probing = false

  constructor(options: CircuitOptions = {}, random: () => number = Math.random) {
    this.#options = { failures: 5, openMs: 500, maxOpenMs: 30_000, ...options }
    this.#random = random
  }

  get failures(): number {
    return this.#failures
  }

  state(now: number): CircuitState {
    if (this.#failures < this.#options.failures) return 'closed'
    return now < this.#probeFrom ? 'open' : 'half-open'
  }

  /** Whether a new connection may be tried now; where half open, the caller is the probe. */
  mayTry(now: number): boolean {
    const state = this.state(now)
    if (state === 'closed') return true
    if (state === 'open' || this.#probing) return false
    this.#probing = true
    return true
  }

  /** How long until somebody may try, in milliseconds. */
  openForMs(now: number): number {
    return Math.max(0, this.#probeFrom - now)
  }

  succeeded(): void {
    this.#failures = 0
    this.#openedTimes = 0
    this.#probing = false
  }

  failed(now: number): void {
    this.#failures += 1
    if (this.#failures < this.#options.failures) return
    // Those that were on their way when it opened tell nothing new, and must not make it stay open for longer.
    if (!this.#probing && now < this.#probeFrom) return
    this.#probing = false
    const openMs = Math.min(this.#options.maxOpenMs, this.#options.openMs * 2 ** this.#openedTimes)
    this.#openedTimes += 1
    // Many instances see the same server die at once, and should not all come back at once.
    this.#probeFrom = now + openMs * (0.5 + this.#random() / 2)
  }
}
