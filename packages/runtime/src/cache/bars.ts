import { noLsn } from './position.ts'

/**
 * For each tag, from which position on a read is fresh. Bounded: of tags that are forgotten the highest bar remains as
 * a floor for all, so that forgetting refuses a fill at times but never lets a stale one in.
 */
export class Bars {
  #floor = noLsn
  readonly #bars = new Map<string, string>()
  readonly #max: number

  constructor(max: number) {
    this.#max = max
  }

  raise(tag: string, lsn: string): void {
    const bar = this.#bars.get(tag)
    if (bar !== undefined) this.#bars.delete(tag)
    this.#bars.set(tag, bar !== undefined && bar > lsn ? bar : lsn)
    if (this.#bars.size <= this.#max) return
    for (const [oldest, forgotten] of this.#bars) {
      this.#bars.delete(oldest)
      this.raiseFloor(forgotten)
      return
    }
  }

  raiseFloor(lsn: string): void {
    if (lsn > this.#floor) this.#floor = lsn
  }

  accepts(tags: readonly string[], lsn: string): boolean {
    return lsn >= this.#floor && tags.every((tag) => lsn >= (this.#bars.get(tag) ?? noLsn))
  }

  /** Where positions of before mean nothing any more. */
  clear(floor: string): void {
    this.#bars.clear()
    this.#floor = floor
  }
}
