import { noLsn } from '../position.ts'

/** Invalidations that Redis has not confirmed. Above a number of tags it is no longer known which: all. */
export class Owed {
  #all = false
  readonly #lsns = new Map<string, string>()
  readonly #max: number

  constructor(max: number) {
    this.#max = max
  }

  get all(): boolean {
    return this.#all
  }

  get size(): number {
    return this.#lsns.size
  }

  get tags(): readonly string[] {
    return [...this.#lsns.keys()]
  }

  /** The highest of all: higher than needed refuses a fill, lower would let a stale one in. */
  get lsn(): string {
    let highest = noLsn
    for (const lsn of this.#lsns.values()) if (lsn > highest) highest = lsn
    return highest
  }

  add(tags: readonly string[], lsn: string): void {
    if (this.#all) return
    for (const tag of tags) if (lsn > (this.#lsns.get(tag) ?? noLsn)) this.#lsns.set(tag, lsn)
    if (this.#lsns.size > this.#max) this.addAll()
  }

  addAll(): void {
    this.#all = true
    this.#lsns.clear()
  }

  paid(tags: readonly string[], lsn: string): void {
    for (const tag of tags) if ((this.#lsns.get(tag) ?? noLsn) <= lsn) this.#lsns.delete(tag)
  }

  clear(): void {
    this.#all = false
    this.#lsns.clear()
  }
}
