/** Buckets for each doubling: a quantile is at most 9 % above the true one. */
const perDoubling = 8
const smallestMs = 0.001
const doublings = 32
const buckets = perDoubling * doublings

/** All in milliseconds. The quantiles are upper bounds, at most 9 % too high; null where nothing was measured. */
export interface HistogramSummary {
  readonly count: number
  readonly meanMs: number | null
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  readonly p99Ms: number | null
  readonly maxMs: number | null
}

/** Durations from 1 µs to 71 minutes in 256 numbers, whatever their count. */
export class Histogram {
  readonly #counts = new Float64Array(buckets)
  #count = 0
  #sumMs = 0
  #squaresMs = 0
  #maxMs = 0
  #listeners: readonly ((ms: number) => void)[] = []

  record(ms: number): void {
    const bucket = ms <= smallestMs ? 0 : Math.min(buckets - 1, Math.ceil(Math.log2(ms / smallestMs) * perDoubling))
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1
    this.#count += 1
    this.#sumMs += ms
    this.#squaresMs += ms * ms
    if (ms > this.#maxMs) this.#maxMs = ms
    if (this.#listeners.length > 0) for (const listener of this.#listeners) listener(ms)
  }

  /** Tells each duration, until the function that is returned is called. */
  listen(listener: (ms: number) => void): () => void {
    this.#listeners = [...this.#listeners, listener]
    return () => {
      this.#listeners = this.#listeners.filter((one) => one !== listener)
    }
  }

  get count(): number {
    return this.#count
  }

  get sumMs(): number {
    return this.#sumMs
  }

  get meanMs(): number {
    return this.#count === 0 ? 0 : this.#sumMs / this.#count
  }

  /** Variance over the square of the mean: 0 for equal durations, 1 for exponential ones. */
  get squaredVariation(): number {
    if (this.#count < 2 || this.#sumMs === 0) return 0
    return Math.max(0, this.#squaresMs / this.#count / this.meanMs ** 2 - 1)
  }

  /** `share` from 0 to 1. Never above the longest that was measured. */
  quantile(share: number): number | null {
    if (this.#count === 0) return null
    const wanted = Math.max(1, Math.ceil(share * this.#count))
    for (let bucket = 0, seen = 0; bucket < buckets; bucket++) {
      seen += this.#counts[bucket] ?? 0
      if (seen >= wanted && bucket < buckets - 1) return Math.min(upperMs(bucket), this.#maxMs)
    }
    return this.#maxMs
  }

  /** How many were at most `ms` long, to the bucket. */
  countUpTo(ms: number): number {
    let seen = 0
    for (let bucket = 0; bucket < buckets && upperMs(bucket) <= ms * 1.0001; bucket++) seen += this.#counts[bucket] ?? 0
    return seen
  }

  summary(): HistogramSummary {
    const some = this.#count > 0
    return {
      count: this.#count,
      meanMs: some ? this.meanMs : null,
      p50Ms: this.quantile(0.5),
      p95Ms: this.quantile(0.95),
      p99Ms: this.quantile(0.99),
      maxMs: some ? this.#maxMs : null,
    }
  }
}

function upperMs(bucket: number): number {
  return smallestMs * 2 ** (bucket / perDoubling)
}

/** Bounds on which buckets end, so that a scraped histogram is exact: from 0.256 ms on, fourfold. */
export const scrapedBoundsMs: readonly number[] = Array.from({ length: 9 }, (_, i) => smallestMs * 2 ** (8 + 2 * i))
