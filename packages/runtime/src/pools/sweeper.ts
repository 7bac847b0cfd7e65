import type pg from 'pg'
import type { Checkout } from './checkout.ts'
import { driverOf } from './driver.ts'
import { leakOf, warnOfLeak } from './leaks.ts'
import type { Measurements } from './measurements.ts'
import type { Settings } from './options.ts'
import { Silences } from './silence.ts'

const shortestMs = 20
const longestMs = 1_000

/** Looks at the connections that are out, now and then, for as long as any is. */
export class Sweeper {
  readonly #settings: Settings
  readonly #measured: Measurements
  readonly #out: ReadonlyMap<pg.PoolClient, Checkout>
  readonly #silences: Silences | null
  readonly #everyMs: number
  readonly #reported = new WeakSet<Checkout>()
  #timer: NodeJS.Timeout | null = null

  constructor(settings: Settings, measured: Measurements, out: ReadonlyMap<pg.PoolClient, Checkout>) {
    this.#settings = settings
    this.#measured = measured
    this.#out = out
    const { leakAfterMs, silenceTimeoutMs } = settings
    this.#silences = silenceTimeoutMs > 0 ? new Silences(silenceTimeoutMs) : null
    const bounds = [leakAfterMs, silenceTimeoutMs].filter((bound) => bound > 0)
    this.#everyMs = bounds.length === 0 ? 0 : Math.max(shortestMs, Math.min(longestMs, ...bounds.map((ms) => ms / 4)))
  }

  start(): void {
    if (this.#timer !== null || this.#everyMs === 0) return
    this.#timer = setInterval(() => this.#sweep(), this.#everyMs)
    this.#timer.unref()
  }

  #sweep(): void {
    if (this.#out.size === 0 && this.#timer !== null) {
      clearInterval(this.#timer)
      this.#timer = null
      return
    }
    const now = performance.now()
    for (const [client, checkout] of this.#out) {
      if (this.#silences?.look(client, now)) this.#measured.silences += 1
      this.#reportLeak(client, checkout, now)
    }
  }

  #reportLeak(client: pg.PoolClient, checkout: Checkout, now: number): void {
    const { leakAfterMs, name, onLeak } = this.#settings
    // A single statement gives its connection back when it ends; how long it may run is another's bound.
    if (leakAfterMs === 0 || checkout.trace === null || now - checkout.since < leakAfterMs) return
    if (this.#reported.has(checkout)) return
    this.#reported.add(checkout)
    const status = driverOf(client).getTransactionStatus?.()
    const leak = leakOf(name, checkout, now, status === 'T' || status === 'E')
    this.#measured.leaks.add(leak)
    try {
      ;(onLeak ?? warnOfLeak)(leak)
    } catch (error) {
      // Thrown where the listener's author sees it, not in the middle of the sweep.
      process.nextTick(() => {
        throw error
      })
    }
  }
}
