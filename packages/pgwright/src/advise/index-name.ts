import type { Snapshot } from '../model/index.ts'
import { type IndexSpec, specColumns } from '../twin/index.ts'
import { FreeNames } from './free-names.ts'

/**
 * Gives new indexes names in PostgreSQL's way, `<table>_<columns>_idx`. Columns of a condition or an expression are named
 * too, which PostgreSQL leaves out: indexes are told apart by them.
 */
export class IndexNames {
  readonly #free: FreeNames

  constructor({ relations, indexes, sequences }: Snapshot) {
    this.#free = new FreeNames([...relations, ...indexes, ...sequences])
  }

  name(spec: IndexSpec): string {
    return this.#free.name(spec.on.schema, [spec.on.name, ...specColumns(spec)], 'idx', spec)
  }
}
