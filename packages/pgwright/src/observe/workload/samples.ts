import type { StatementSample } from '../../model/index.ts'

interface Counted {
  /** Calls since it has been here, and those of whatever it took the place of. */
  calls: number
  /** At most so many of `calls` are another text's. */
  readonly inherited: number
}

const most = 20

/**
 * The texts of a statement that were called most, in bounded memory: the least called gives way to a new one, which
 * takes over its count (the "space-saving" sketch of Metwally, Agrawal and El Abbadi, 2005). What makes up more than
 * 1 / capacity of the calls is always among them.
 */
export class Samples {
  readonly #texts = new Map<string, Counted>()
  #size = 0

  /** @param capacity texts; where it is zero, nothing new is kept but in the place of another */
  add(sql: string, calls: number, capacity: number): void {
    const known = this.#texts.get(sql)
    if (known !== undefined) {
      known.calls += calls
      return
    }
    if (this.#texts.size === 0 && capacity === 0) return
    const inherited = this.#texts.size < capacity ? 0 : this.#removeLeast()
    this.#size += sizeOf(sql)
    this.#texts.set(sql, { calls: inherited + calls, inherited })
  }

  /** About what it takes in memory, in bytes. */
  get size(): number {
    return this.#size
  }

  #removeLeast(): number {
    let least: [string, number] | null = null
    for (const [sql, { calls }] of this.#texts) if (least === null || calls < least[1]) least = [sql, calls]
    if (least === null) return 0
    this.#texts.delete(least[0])
    this.#size -= sizeOf(least[0])
    return least[1]
  }

  /** What is known of each text for certain, the most called first. */
  counted(): StatementSample[] {
    return [...this.#texts].map(([sql, { calls, inherited }]) => ({ sql, calls: calls - inherited })).sort(byCalls)
  }
}

function sizeOf(sql: string): number {
  return sql.length + 100
}

/**
 * Samples that stand for all calls of a statement. The most called texts count for themselves; the calls of those that
 * are not kept are divided among all that are, since which of them come up next nobody knows.
 */
export function samplesFor(counted: readonly StatementSample[], calls: number): StatementSample[] {
  const kept = [...counted].sort(byCalls).slice(0, most)
  const others = Math.max(0, calls - kept.reduce((sum, sample) => sum + sample.calls, 0))
  return kept.map((sample) => ({ sql: sample.sql, calls: sample.calls + others / kept.length }))
}

function byCalls(a: StatementSample, b: StatementSample): number {
  return b.calls - a.calls || (a.sql < b.sql ? -1 : 1)
}
