import { createHash } from 'node:crypto'
import type { ObjectName, Snapshot } from '../../model/index.ts'

/** `NAMEDATALEN` − 1: PostgreSQL cuts longer names off, without a word. */
const maxNameBytes = 63

/** Names for statistics in PostgreSQL's way, `<table>_<columns>_stat`, that nothing in their schema has. */
export class StatisticsNames {
  readonly #taken: Set<string>

  constructor({ extendedStatistics }: Snapshot) {
    this.#taken = new Set(extendedStatistics.map(({ schema, name }) => JSON.stringify([schema, name])))
  }

  /** @param keys the columns and expressions as they are written */
  name(on: ObjectName, keys: readonly string[]): string {
    const words = keys.map((key) => key.replaceAll(/[^\p{L}\p{N}_]+/gu, '_').replaceAll(/^_+|_+$/g, ''))
    const wished = [on.name, ...words, 'stat'].join('_')
    const fits = Buffer.byteLength(wished) <= maxNameBytes && !this.#taken.has(JSON.stringify([on.schema, wished]))
    const name = fits ? wished : shortened(wished, keys)
    this.#taken.add(JSON.stringify([on.schema, name]))
    return name
  }
}

function shortened(wished: string, keys: readonly string[]): string {
  const suffix = `_${createHash('sha256').update(JSON.stringify(keys)).digest('hex').slice(0, 8)}_stat`
  const characters = [...wished]
  while (Buffer.byteLength(characters.join('')) + suffix.length > maxNameBytes) characters.pop()
  return characters.join('') + suffix
}
