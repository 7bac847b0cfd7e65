/** Rows of a sample by what they have in some of its keys. */
export interface Groups {
  /** Of each row. */
  readonly groupOfRow: Int32Array
  /** Rows of each group. */
  readonly counts: readonly number[]
}

/**
 * Groups of the rows of a sample, for any set of its keys.
 *
 * @param ranks for each key, of each row the place of its value among the key's
 */
export class SampleGroups {
  readonly #ranks: readonly (readonly number[])[]
  readonly #found = new Map<number, Groups>()
  /** Rows. */
  readonly size: number

  constructor(ranks: readonly (readonly number[])[]) {
    this.#ranks = ranks
    this.size = ranks[0]?.length ?? 0
  }

  /** @param keys a bit for each key */
  of(keys: number): Groups {
    const known = this.#found.get(keys)
    if (known !== undefined) return known
    const groups = keys === 0 ? this.#all() : this.#refined(keys)
    this.#found.set(keys, groups)
    return groups
  }

  #all(): Groups {
    return { groupOfRow: new Int32Array(this.size), counts: [this.size] }
  }

  /** The groups of all keys but the last one, each cut by the last one. */
  #refined(keys: number): Groups {
    const last = 31 - Math.clz32(keys)
    const { groupOfRow: coarse, counts: coarseCounts } = this.of(keys & ~(1 << last))
    const ranks = this.#ranks[last] ?? []
    const groupOfRow = new Int32Array(this.size)
    const counts: number[] = []
    const groups = new Map<number, number>()
    for (let row = 0; row < this.size; row++) {
      const pair = (ranks[row] ?? 0) * coarseCounts.length + (coarse[row] ?? 0)
      const group = groups.get(pair) ?? counts.length
      if (group === counts.length) groups.set(pair, group)
      counts[group] = (counts[group] ?? 0) + 1
      groupOfRow[row] = group
    }
    return { groupOfRow, counts }
  }
}

/** How many bits are set: keys of a set. */
export function keyCount(keys: number): number {
  let count = 0
  for (let left = keys; left !== 0; left &= left - 1) count++
  return count
}
