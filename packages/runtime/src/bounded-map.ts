/**
 * Forgets what was not asked for in a while: of two generations, the old one goes as a whole when the young one is full.
 * Keeps between `most` and twice as many.
 */
export class BoundedMap<Key, Value> {
  readonly #most: number
  #young = new Map<Key, Value>()
  #old = new Map<Key, Value>()

  constructor(most: number) {
    this.#most = most
  }

  get(key: Key): Value | undefined {
    const found = this.#young.get(key)
    if (found !== undefined) return found
    const old = this.#old.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  set(key: Key, value: Value): void {
    if (this.#young.size >= this.#most) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, value)
  }

  /** What is kept under the key, else what is made of it now. */
  getOrMake(key: Key, make: (key: Key) => Value): Value {
    const found = this.get(key)
    if (found !== undefined) return found
    const made = make(key)
    this.set(key, made)
    return made
  }

  /** Each once. */
  *entries(): Generator<[Key, Value]> {
    yield* this.#young
    for (const [key, value] of this.#old) if (!this.#young.has(key)) yield [key, value]
  }

  *values(): Generator<Value> {
    for (const [, value] of this.entries()) yield value
  }
}
