import { createHash } from 'node:crypto'
import type { Snapshot } from '../model/index.ts'
import { type IndexSpec, specColumns } from '../twin/index.ts'

/** `NAMEDATALEN` − 1: PostgreSQL cuts longer names off, without a word. */
const maxNameBytes = 63

/**
 * Gives new indexes names in PostgreSQL's way, `<table>_<columns>_idx`, that nothing in their schema has. Columns of a
 * condition or an expression are named too, which PostgreSQL leaves out: indexes are told apart by them.
 */
export class IndexNames {
  readonly #taken: Set<string>

  constructor(snapshot: Snapshot) {
    const relations = [...snapshot.relations, ...snapshot.indexes, ...snapshot.sequences]
    this.#taken = new Set(relations.map(({ schema, name }) => JSON.stringify([schema, name])))
  }

  name(spec: IndexSpec): string {
    const wished = [spec.on.name, ...specColumns(spec), 'idx'].join('_')
    const taken = (name: string) => this.#taken.has(JSON.stringify([spec.on.schema, name]))
    const name = Buffer.byteLength(wished) <= maxNameBytes && !taken(wished) ? wished : shortened(wished, spec)
    this.#taken.add(JSON.stringify([spec.on.schema, name]))
    return name
  }
}

/** The beginning of the name, and a hash of the whole index, so that two of a table never meet. */
function shortened(wished: string, spec: IndexSpec): string {
  const suffix = `_${createHash('sha256').update(JSON.stringify(spec)).digest('hex').slice(0, 8)}_idx`
  const characters = [...wished]
  while (Buffer.byteLength(characters.join('')) + suffix.length > maxNameBytes) characters.pop()
  return characters.join('') + suffix
}
