import type { ObjectName, Snapshot } from '../../model/index.ts'
import { FreeNames } from '../free-names.ts'

/** Names for statistics in PostgreSQL's way, `<table>_<columns>_stat`. */
export class StatisticsNames {
  readonly #free: FreeNames

  constructor({ extendedStatistics }: Snapshot) {
    this.#free = new FreeNames(extendedStatistics)
  }

  /** @param keys the columns and expressions as they are written */
  name(on: ObjectName, keys: readonly string[]): string {
    const words = keys.map((key) => key.replaceAll(/[^\p{L}\p{N}_]+/gu, '_').replaceAll(/^_+|_+$/g, ''))
    return this.#free.name(on.schema, [on.name, ...words], 'stat', keys)
  }
}
