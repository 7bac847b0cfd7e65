import { createHash } from 'node:crypto'

/** Texts that are remembered, for each connection that may be prepared on it. */
const textsPerStatement = 8

/**
 * A name for each text that comes again: the same on every connection and in every process, so that PgBouncer can
 * share what it has prepared. A text that came only once gets none, for what is made anew each time would only push
 * out what is used.
 */
export class StatementNames {
  readonly #names = new Map<string, string | null>()
  readonly #texts: number

  constructor(perConnection: number) {
    this.#texts = perConnection * textsPerStatement
  }

  of(text: string): string | null {
    const known = this.#names.get(text)
    if (known === undefined) {
      if (this.#names.size >= this.#texts) this.#names.delete(this.#names.keys().next().value ?? '')
      this.#names.set(text, null)
      return null
    }
    const name = known ?? `pgwright_${createHash('sha256').update(text).digest('base64url').slice(0, 27)}`
    // Made the youngest, so that the one which is given up is the longest unused.
    this.#names.delete(text)
    this.#names.set(text, name)
    return name
  }
}
