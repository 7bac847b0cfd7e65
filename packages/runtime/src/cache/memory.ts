import { Bars } from './bars.ts'
import type { Held } from './held.ts'
import type { MemoryEntry } from './memory-entry.ts'
import { compareLineage, type Lineage, noLsn } from './position.ts'
import { Recency } from './recency.ts'

export interface MemoryLimits {
  readonly maxEntries: number
  /** Approximate: of the values, their keys and tags. */
  readonly maxBytes: number
  /** How many tags' last invalidations are remembered one by one. */
  readonly maxTags: number
}

export interface NewEntry {
  readonly tenant: string | null
  readonly key: string
  readonly held: Held
  readonly tags: readonly string[]
  readonly lsn: string
  readonly freshMs: number
  readonly staleMs: number
}

/** The process's own tier: the least recently used go first; an entry goes with each of its tags. */
export class Memory {
  evicted = 0
  /** Another one after each flush: a fill that began before it must not be kept. */
  generation = 0
  #lineage: Lineage | null = null
  #capMs = Number.POSITIVE_INFINITY
  readonly #limits: MemoryLimits
  readonly #bars: Bars
  readonly #recency = new Recency()
  // A map for each tenant rather than a joined key: no hit hashes a text that was just made, and none can be another's.
  readonly #shared = new Map<string, MemoryEntry>()
  readonly #tenants = new Map<string, Map<string, MemoryEntry>>()
  /** Tags whose invalidation waits for its position, with how many do: no fill can be told to be behind them. */
  readonly #owed = new Map<string, number>()
  readonly #tagged = new Map<string, Set<MemoryEntry>>()

  constructor(limits: MemoryLimits) {
    this.#limits = limits
    this.#bars = new Bars(limits.maxTags)
  }

  get entries(): number {
    return this.#recency.size
  }

  get bytes(): number {
    return this.#recency.bytes
  }

  get lineage(): Lineage | null {
    return this.#lineage
  }

  /** The entry, if stale even: the caller looks at its times. */
  find(tenant: string | null, key: string): MemoryEntry | undefined {
    const entry = tenant === null ? this.#shared.get(key) : this.#tenants.get(tenant)?.get(key)
    if (entry !== undefined) this.#recency.touch(entry)
    return entry
  }

  /** Whether what was read at `lsn` is known to be no older than what its tags' invalidations want. */
  accepts(tags: readonly string[], lsn: string): boolean {
    return !tags.some((tag) => this.#owed.has(tag)) && this.#bars.accepts(tags, lsn)
  }

  /** To be called when `accepts`. What is too large by itself, or has no time to live, is left out. */
  put({ tenant, key, held, tags, lsn, freshMs, staleMs }: NewEntry): void {
    this.remove(tenant, key)
    const fresh = Math.min(freshMs, this.#capMs)
    const bytes = held.bytes + 200 + key.length * 2 + tags.length * 60
    if (fresh <= 0 || bytes > this.#limits.maxBytes || this.#limits.maxEntries < 1) return
    const from = Date.now()
    const freshUntil = from + fresh
    const staleUntil = freshUntil + Math.min(staleMs, this.#capMs - fresh)
    const shared = held.copy === null ? Promise.resolve(held.value) : null
    const times = { from, freshUntil, staleUntil, newer: null, older: null }
    const entry: MemoryEntry = { tenant, key, held, shared, tags, lsn, bytes, ...times }
    this.#entriesOf(tenant).set(key, entry)
    for (const tag of tags) {
      const tagged = this.#tagged.get(tag)
      if (tagged === undefined) this.#tagged.set(tag, new Set([entry]))
      else tagged.add(entry)
    }
    this.#recency.add(entry)
    this.#makeRoom()
  }

  remove(tenant: string | null, key: string): void {
    const entry = tenant === null ? this.#shared.get(key) : this.#tenants.get(tenant)?.get(key)
    if (entry !== undefined) this.#drop(entry)
  }

  /** Nothing with one of these tags that was read below `lsn` is given or kept any more. */
  invalidate(tags: readonly string[], lsn: string): void {
    for (const tag of tags) {
      this.#bars.raise(tag, lsn)
      for (const entry of this.#tagged.get(tag) ?? []) if (entry.lsn < lsn) this.#drop(entry)
    }
  }

  /** Where the position of an invalidation is not known yet: its entries go, and no more are kept until `settle`. */
  owe(tags: readonly string[]): void {
    for (const tag of tags) this.#owed.set(tag, (this.#owed.get(tag) ?? 0) + 1)
    this.drop(tags)
  }

  drop(tags: readonly string[]): void {
    for (const tag of tags) for (const entry of this.#tagged.get(tag) ?? []) this.#drop(entry)
  }

  settle(tags: readonly string[]): void {
    for (const tag of tags) {
      const owed = (this.#owed.get(tag) ?? 0) - 1
      if (owed > 0) this.#owed.set(tag, owed)
      else this.#owed.delete(tag)
    }
  }

  /** Everything goes, and fills that are under way will not be kept. */
  flush(floor: string = noLsn): void {
    this.generation++
    this.#recency.clear()
    this.#shared.clear()
    this.#tenants.clear()
    this.#tagged.clear()
    this.#bars.raiseFloor(floor)
  }

  /**
   * Learns which history of WAL positions belong to; a newer one flushes, as nothing can be compared with it.
   *
   * @returns 'older' for what comes from a server that was left behind: not to be kept
   */
  learn(met: Lineage): 'same' | 'newer' | 'older' {
    const known = this.#lineage
    const relation = known === null ? 'same' : compareLineage(met, known)
    if (relation === 'newer') {
      this.flush()
      this.#bars.clear(noLsn)
    }
    if (relation === 'newer' || known === null || (relation === 'same' && known.crash === null)) this.#lineage = met
    return relation
  }

  /** While invalidations by others can't arrive: nothing lives longer than `ms` from now on. */
  cap(ms: number): void {
    this.#capMs = ms
    const now = Date.now()
    for (const entry of this.#recency) {
      entry.from = now
      entry.freshUntil = Math.min(entry.freshUntil, now + ms)
      entry.staleUntil = Math.min(entry.staleUntil, now + ms)
    }
  }

  uncap(): void {
    this.#capMs = Number.POSITIVE_INFINITY
  }

  #entriesOf(tenant: string | null): Map<string, MemoryEntry> {
    if (tenant === null) return this.#shared
    let entries = this.#tenants.get(tenant)
    if (entries === undefined) {
      entries = new Map()
      this.#tenants.set(tenant, entries)
    }
    return entries
  }

  #makeRoom(): void {
    const { maxEntries, maxBytes } = this.#limits
    while (this.#recency.size > maxEntries || this.#recency.bytes > maxBytes) {
      const oldest = this.#recency.oldest
      if (oldest === null) return
      this.evicted++
      this.#drop(oldest)
    }
  }

  #drop(entry: MemoryEntry): void {
    const { tenant, key, tags } = entry
    this.#recency.remove(entry)
    if (tenant === null) this.#shared.delete(key)
    else {
      const entries = this.#tenants.get(tenant)
      entries?.delete(key)
      if (entries?.size === 0) this.#tenants.delete(tenant)
    }
    for (const tag of tags) {
      const tagged = this.#tagged.get(tag)
      tagged?.delete(entry)
      if (tagged?.size === 0) this.#tagged.delete(tag)
    }
  }
}
