import { createHash } from 'node:crypto'
import type { ObjectName } from '../model/index.ts'

/** `NAMEDATALEN` − 1: PostgreSQL cuts longer names off, without a word. */
const maxNameBytes = 63

/** Gives new objects names that nothing in their schema has, and that PostgreSQL takes as they are. */
export class FreeNames {
  readonly #taken: Set<string>

  constructor(taken: readonly ObjectName[]) {
    this.#taken = new Set(taken.map(({ schema, name }) => keyOf(schema, name)))
  }

  /**
   * The words and the suffix, or the beginning of them with a hash.
   *
   * @param whole all that the object is, so that two of a table never meet
   */
  name(schema: string, words: readonly string[], suffix: string, whole: unknown): string {
    const wished = [...words, suffix].join('_')
    const fits = Buffer.byteLength(wished) <= maxNameBytes && !this.#taken.has(keyOf(schema, wished))
    const name = fits ? wished : shortened(wished, suffix, whole)
    this.#taken.add(keyOf(schema, name))
    return name
  }
}

function keyOf(schema: string, name: string): string {
  return JSON.stringify([schema, name])
}

function shortened(wished: string, suffix: string, whole: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(whole)).digest('hex').slice(0, 8)
  const end = `_${hash}_${suffix}`
  const characters = [...wished]
  while (Buffer.byteLength(characters.join('')) + end.length > maxNameBytes) characters.pop()
  return characters.join('') + end
}
